//! Histograms, quantiles, warm-up detection, confidence intervals, paired differences. It knows
//! nothing of ours.
