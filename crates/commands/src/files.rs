//! Opening, saving and closing models; work that was not saved.

use spinout_model::{Document, MAX_FILE_BYTES, load, load_bytes};
use spinout_units::sha256;

use crate::app::{App, not_open};
use crate::document::{Entry, File, OpenDocument};
use crate::host::HostError;
use crate::problem::{of_file, of_host, of_storage};
use crate::protocol::{
    CloseDocument, DiscardRecovery, DocumentId, Event, NewDocument, OpenFile, OpenText, Opened,
    Problem, ProblemKind, Recent, RecentList, RecoverDocument, RecoverableList, SaveFile,
    SaveFileAs, Saved,
};
use crate::templates;
use crate::view::chosen;

impl App {
    /// A new model, blank or from a template.
    pub fn new_document(&self, ask: &NewDocument) -> Result<Opened, Problem> {
        let text = templates::text(ask.template.as_deref())?;
        let loaded = load(text, "template").map_err(|error| of_file(&error))?;
        Ok(self.take_in(loaded.document, File::default()))
    }

    /// Opens a file.
    pub fn open(&self, ask: &OpenFile) -> Result<Opened, Problem> {
        let bytes = self.read(&ask.path)?;
        let loaded = load_bytes(&bytes, &ask.path).map_err(|error| of_file(&error))?;
        let file = File {
            path: Some(ask.path.clone()),
            digest: Some(sha256(&bytes)),
            source: (!loaded.is_canonical).then(|| String::from_utf8_lossy(&bytes).into_owned()),
        };
        self.touch_recent(&ask.path, &loaded.document.model().name);
        Ok(self.take_in(loaded.document, file))
    }

    /// Opens a model from its text.
    pub fn open_text(&self, ask: &OpenText) -> Result<Opened, Problem> {
        let loaded = load(&ask.text, &ask.name).map_err(|error| of_file(&error))?;
        let file = File {
            source: (!loaded.is_canonical).then(|| ask.text.clone()),
            ..File::default()
        };
        Ok(self.take_in(loaded.document, file))
    }

    /// Writes a model to its file.
    pub fn save(&self, ask: SaveFile) -> Result<Saved, Problem> {
        let path = {
            let documents = self.documents();
            let open = documents
                .get(&ask.document)
                .ok_or_else(|| not_open(ask.document))?;
            open.file.path.clone()
        };
        let path = path.ok_or_else(|| {
            Problem::new(
                ProblemKind::ChoiceNeeded,
                "the model has no file yet",
                "say where to save it",
            )
        })?;
        self.write(ask.document, path, ask.overwrite)
    }

    /// Writes a model to another file, which becomes its own.
    pub fn save_as(&self, ask: &SaveFileAs) -> Result<Saved, Problem> {
        self.write(ask.document, ask.path.clone(), ask.overwrite)
    }

    /// Writes a model to `path`, unless that holds something that the model was not read from.
    fn write(&self, id: DocumentId, path: String, overwrite: bool) -> Result<Saved, Problem> {
        let mut documents = self.documents();
        let open = documents.get_mut(&id).ok_or_else(|| not_open(id))?;
        let text = open.document.to_text();
        let digest = sha256(text.as_bytes());
        if !overwrite {
            let known = open
                .file
                .digest
                .as_ref()
                .filter(|_| open.file.path.as_ref() == Some(&path));
            match self.host().read_file(&path, MAX_FILE_BYTES) {
                Err(HostError::NotFound) => {}
                Ok(bytes) if known == Some(&sha256(&bytes)) || bytes == text.as_bytes() => {}
                Ok(_) | Err(HostError::TooLarge { .. }) => {
                    return Err(changed(&path, known.is_some()));
                }
                Err(error) => return Err(of_host(&error, &path, "read the file")),
            }
        }
        self.host()
            .write_file(&path, text.as_bytes())
            .map_err(|error| of_host(&error, &path, "write the file"))?;
        open.saved(path.clone(), digest, self.host());
        let option = open.option.clone();
        let view = open.show(&option);
        let name = view.name.clone();
        drop(documents);
        self.touch_recent(&path, &name);
        Ok(Saved { path, option, view })
    }

    /// Lets go of a model.
    pub fn close(&self, ask: CloseDocument) -> Result<(), Problem> {
        let mut documents = self.documents();
        let open = documents
            .get_mut(&ask.document)
            .ok_or_else(|| not_open(ask.document))?;
        if open.history.is_dirty() && !ask.discard {
            return Err(Problem::new(
                ProblemKind::Unsaved,
                format!("{} has unsaved changes", open.document.model().name),
                "save it, or close it without saving",
            ));
        }
        open.discard(self.host());
        documents.remove(&ask.document);
        Ok(())
    }

    /// The files opened lately.
    pub fn recent(&self) -> Result<RecentList, Problem> {
        let files = self.host().storage().recent();
        Ok(RecentList {
            files: files.map_err(|error| of_storage(&error))?,
        })
    }

    /// Work that was not saved when the application ended.
    pub fn recoverable(&self) -> Result<RecoverableList, Problem> {
        let journals = self.host().storage().journals();
        let mut journals = journals.map_err(|error| of_storage(&error))?;
        let documents = self.documents();
        let is_open = |key: &str| {
            documents
                .values()
                .any(|open| open.journal_key() == Some(key))
        };
        journals.retain(|journal| !is_open(&journal.key));
        Ok(RecoverableList {
            documents: journals,
        })
    }

    /// Opens unsaved work again.
    pub fn recover(&self, ask: &RecoverDocument) -> Result<Opened, Problem> {
        let found = self.host().storage().journal(&ask.key);
        let (start, entries) = found
            .map_err(|error| of_storage(&error))?
            .ok_or_else(|| unknown_journal(&ask.key))?;
        let name = start.path.as_deref().unwrap_or("unsaved work");
        let base = load(&start.base, name).map_err(|error| of_file(&error))?;
        let entries: Result<Vec<Entry>, _> = entries
            .iter()
            .map(|entry| serde_json::from_str(entry))
            .collect();
        let entries = entries.map_err(|error| {
            Problem::new(
                ProblemKind::Storage,
                format!("the unsaved work cannot be read: {error}"),
                "open the file itself; discard the unsaved work",
            )
        })?;
        let file = File {
            digest: start.digest,
            path: start.path,
            source: None,
        };
        let open = OpenDocument::recovered(
            self.next_document(),
            &base.document,
            start.unsaved,
            entries,
            file,
            ask.key.clone(),
        )?;
        Ok(self.show(open))
    }

    /// Throws unsaved work away.
    pub fn discard_recovery(&self, ask: &DiscardRecovery) -> Result<(), Problem> {
        let ended = self.host().storage().end_journal(&ask.key);
        ended.map_err(|error| of_storage(&error))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Problem> {
        self.host()
            .read_file(path, MAX_FILE_BYTES)
            .map_err(|error| match error {
                HostError::TooLarge { bytes } => spinout_model::check_file_size(bytes, path)
                    .err()
                    .map_or_else(|| of_host(&error, path, "read the file"), |e| of_file(&e)),
                error => of_host(&error, path, "read the file"),
            })
    }

    fn take_in(&self, document: Document, file: File) -> Opened {
        let option = chosen(document.model());
        self.show(OpenDocument::new(
            self.next_document(),
            document,
            file,
            option,
        ))
    }

    fn show(&self, mut open: OpenDocument) -> Opened {
        let option = open.option.clone();
        let opened = Opened {
            document: open.id,
            view: open.show(&option),
        };
        self.documents().insert(open.id, open);
        opened
    }

    /// A list of recent files that cannot be written stops nobody from working.
    fn touch_recent(&self, path: &str, name: &str) {
        let touched = self.host().storage().touch_recent(&Recent {
            path: path.to_owned(),
            name: name.to_owned(),
            at_ms: self.host().now_ms(),
        });
        if let Err(error) = touched {
            self.host().emit(Event::Warning {
                problem: of_storage(&error),
            });
        }
    }
}

fn changed(path: &str, known: bool) -> Problem {
    let why = if known {
        "the file was changed by somebody else since it was opened"
    } else {
        "the file is there already"
    };
    Problem::new(
        ProblemKind::ChangedOnDisk,
        why,
        "save under another name, or overwrite it",
    )
    .in_file(path)
}

fn unknown_journal(key: &str) -> Problem {
    Problem::new(
        ProblemKind::NotFound,
        format!("there is no unsaved work `{key}`"),
        "it was recovered or discarded already",
    )
}
