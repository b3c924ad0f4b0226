use spinout_sim::ConfigError;

/// Why a study has no outcome.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StudyError {
    /// A network or the plan is not one that can be run.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Requests come and go without end at one moment: users who do not think, and work that takes no
    /// time.
    #[error(
        "requests come and go without any time passing: give users a think time, or work a duration"
    )]
    Standstill,
}
