import { learn } from '../canvas/shapes';
import type { App } from './app.svelte';
import { BASELINE } from './baseline';

/** Reads what is known from before. Unless something is asked for already, the worked example runs on the first
 * start, and later the last model is opened again; work that was not saved is offered first. */
export async function start(app: App): Promise<void> {
  const { backend, settings, view } = app;
  await app.attempt(async () => {
    await settings.read((window) => view.take(window));
    app.description = await backend.call('describe', {});
    learn(app.description.kinds);
    app.templates = (await backend.call('templates', {})).templates;
    app.recent = (await backend.call('recent', {})).files;
    app.recoverable = (await backend.call('recoverable', {})).documents;
    await backend.handedOver();
  });
  const { fresh } = settings;
  settings.begun();
  const [demo] = app.templates;
  const [last] = app.recent;
  if (!app.asked && app.recoverable.length === 0) {
    if (fresh && demo) await app.create(demo.id, BASELINE);
    else if (last) await app.open(last.path);
  }
  app.ready = true;
}
