//! Every exported file of every sample goes through the tools that its readers use, beside a broken twin
//! that shows the tool to be awake; what no tool checks is checked here.

#![allow(clippy::unwrap_used)]

mod access;
mod alertmanager;
mod asyncapi;
mod checklist;
mod collector;
mod documents;
mod grafana;
mod hostile;
mod kubernetes;
mod mock;
mod openapi;
mod openslo;
mod ownership;
mod pact;
mod prometheus;
mod reexport;
mod registry;
mod samples;
mod schemas;
mod sloth;
mod tools;
