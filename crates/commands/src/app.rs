use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use spinout_model::Document;

use crate::document::OpenDocument;
use crate::host::Host;
use crate::protocol::{DocumentId, Done, Problem, ProblemKind, Request, Response};
use crate::simulate::Runs;

/// The application: open models, and what can be done with them. Every command goes through
/// [`App::handle`]; any number of threads may call it at once. A long command, such as a simulation,
/// works on a copy of its model and keeps nothing locked meanwhile.
pub struct App {
    host: Arc<dyn Host>,
    documents: Mutex<BTreeMap<DocumentId, OpenDocument>>,
    last_document: AtomicU32,
    pub(crate) runs: Runs,
}

impl App {
    /// The application without any open model.
    #[must_use]
    pub fn new(host: Arc<dyn Host>) -> Self {
        Self {
            host,
            documents: Mutex::default(),
            last_document: AtomicU32::new(0),
            runs: Runs::default(),
        }
    }

    /// Carries out a command.
    pub fn handle(&self, request: Request) -> Result<Response, Problem> {
        Ok(match request {
            Request::Describe(_) => Response::Description(Box::new(spinout_model::describe())),
            Request::Distribution(ask) => Response::Distribution(Self::distribution(&ask)?),
            Request::Known(ask) => Response::Known(self.known(&ask)?),
            Request::Templates(_) => Response::Templates(crate::templates::templates()),
            Request::TemplatePicture(ask) => {
                Response::TemplatePicture(Box::new(self.template_picture(&ask)?))
            }
            Request::New(ask) => Response::Opened(self.new_document(&ask)?),
            Request::Open(ask) => Response::Opened(self.open(&ask)?),
            Request::OpenText(ask) => Response::Opened(self.open_text(&ask)?),
            Request::Save(ask) => Response::Saved(self.save(ask)?),
            Request::SaveAs(ask) => Response::Saved(self.save_as(&ask)?),
            Request::Close(ask) => done(self.close(ask))?,
            Request::Recent(_) => Response::Recent(self.recent()?),
            Request::Recoverable(_) => Response::Recoverable(self.recoverable()?),
            Request::Recover(ask) => Response::Opened(self.recover(&ask)?),
            Request::DiscardRecovery(ask) => done(self.discard_recovery(&ask))?,
            Request::View(ask) => Response::View(self.view(&ask)?),
            Request::Apply(ask) => Response::Applied(self.apply(&ask)?),
            Request::Removal(ask) => Response::Removal(self.removal(&ask)?),
            Request::Undo(ask) => Response::Applied(self.undo(&ask)?),
            Request::Redo(ask) => Response::Applied(self.redo(&ask)?),
            Request::Steps(ask) => Response::Steps(self.steps(ask)?),
            Request::GoToStep(ask) => Response::Applied(self.go_to_step(&ask)?),
            Request::PreviewSpinOut(ask) => Response::SpinOutPreview(self.preview_spin_out(&ask)?),
            Request::Presets(ask) => Response::Presets(self.presets(&ask)?),
            Request::WeighSpinOut(ask) => Response::SpinOutWeights(self.weigh_spin_out(&ask)?),
            Request::Preview(ask) => Response::Preview(self.preview(&ask)?),
            Request::Simulate(ask) => Response::Simulated(self.simulate(&ask)?),
            Request::Cancel(ask) => done(self.cancel(ask))?,
            Request::Finish(ask) => done(self.finish(ask))?,
            Request::Compare(ask) => Response::Comparison(self.compare(&ask)?),
            Request::Blast(ask) => Response::Blast(self.blast(&ask)?),
            Request::Prices(ask) => Response::Prices(self.prices(ask)?),
            Request::SimulateBlast(ask) => Response::BlastRun(self.simulate_blast(&ask)?),
            Request::SimulateRare(ask) => Response::RareRun(self.simulate_rare(&ask)?),
            Request::KeepEvidence(ask) => Response::Applied(self.keep_evidence(&ask)?),
            Request::Decision(ask) => Response::Decision(self.decision(&ask)?),
            Request::Bill(ask) => Response::Bill(self.bill(&ask)?),
            Request::ExportPlan(ask) => Response::ExportPlan(self.export_plan(&ask)?),
            Request::ExportApply(ask) => Response::ExportReport(self.export_apply(&ask)?),
            Request::ExportFolders(ask) => Response::ExportFolders(self.export_folders(&ask)?),
            Request::ExportCheck(ask) => Response::ExportReport(self.export_check(&ask)?),
            Request::History(ask) => Response::History(self.history(&ask)?),
            Request::HistoryRun(ask) => Response::Run(self.history_run(ask)?),
            Request::HistoryDelete(ask) => done(self.history_delete(ask))?,
            Request::Settings(_) => Response::Settings(self.settings()?),
            Request::KeepSettings(ask) => done(self.keep_settings(&ask))?,
            Request::Check(ask) => Response::Check(self.check(&ask)?),
            Request::Schema(ask) => Response::Schema(crate::schema::schema(ask)),
        })
    }

    pub(crate) fn host(&self) -> &dyn Host {
        &*self.host
    }

    /// The open models. A thread that panicked while it held them left them whole: every change puts a
    /// finished value in place.
    pub(crate) fn documents(&self) -> MutexGuard<'_, BTreeMap<DocumentId, OpenDocument>> {
        self.documents
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn next_document(&self) -> DocumentId {
        DocumentId(self.last_document.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// The content of an open model as it is now; later edits do not touch it.
    pub fn snapshot(&self, id: DocumentId) -> Result<Arc<Document>, Problem> {
        let documents = self.documents();
        documents
            .get(&id)
            .map(|open| Arc::clone(&open.document))
            .ok_or_else(|| not_open(id))
    }

    /// The same problem with the file and the line, where it names a place in an open model only.
    #[must_use]
    pub fn locate(&self, id: DocumentId, mut problem: Problem) -> Problem {
        let documents = self.documents();
        let place = &mut problem.place;
        if let (Some(open), Some(path), None) = (documents.get(&id), &place.path, place.line) {
            let number = |n: usize| u32::try_from(n).ok();
            if let Some((line, column)) = spinout_model::locate(&open.text(), path) {
                (place.line, place.column) = (number(line), number(column));
            }
            place.file.clone_from(&open.file.path);
        }
        problem
    }

    /// The content of an open model, and the text that places in it are told in.
    pub(crate) fn snapshot_with_text(
        &self,
        id: DocumentId,
    ) -> Result<(Arc<Document>, String), Problem> {
        let documents = self.documents();
        let open = documents.get(&id).ok_or_else(|| not_open(id))?;
        Ok((Arc::clone(&open.document), open.text()))
    }
}

fn done(result: Result<(), Problem>) -> Result<Response, Problem> {
    result.map(|()| Response::Done(Done {}))
}

/// There is no such open model.
pub(crate) fn not_open(id: DocumentId) -> Problem {
    Problem::new(
        ProblemKind::NotFound,
        format!("the model {} is not open", id.0),
        "open it again",
    )
}
