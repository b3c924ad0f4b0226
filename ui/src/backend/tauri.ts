import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getVersion } from '@tauri-apps/api/app';
import { getCurrentWindow } from '@tauri-apps/api/window';
import { open, save } from '@tauri-apps/plugin-dialog';
import type { Event } from '../generated/protocol';
import type { Backend, Rendering } from './backend';

const FILTERS = [{ name: 'Spinout model', extensions: ['json'] }];

/** Ends a subscription that is still being made. */
function later(subscription: Promise<() => void>): () => void {
  return () => void subscription.then((end) => end());
}

/** Ends when the files that waited for this window have been told of. */
let first: Promise<void> = Promise.resolve();

/** The desktop shell. */
export const tauri: Backend = {
  call: (command, request) => invoke('call', { request: { command, ...request } }),
  listen: (handler) => later(listen<Event>('event', ({ payload }) => handler(payload))),
  onOpen(handler) {
    const drain = async () => {
      for (const path of await invoke<string[]>('opened_paths')) handler(path);
    };
    const ends = [
      later(listen('open-path', () => void drain())),
      later(
        getCurrentWindow().onDragDropEvent(({ payload }) => {
          if (payload.type === 'drop') payload.paths.forEach(handler);
        }),
      ),
    ];
    first = drain();
    return () => ends.forEach((end) => end());
  },
  handedOver: () => first,
  onClose: (mayClose) =>
    later(
      getCurrentWindow().onCloseRequested(async (event) => {
        if (!(await mayClose())) event.preventDefault();
      }),
    ),
  chooseModel: () => open({ multiple: false, directory: false, filters: FILTERS }),
  chooseTarget: (suggested) => save({ defaultPath: suggested, filters: FILTERS }),
  chooseFolder: () => open({ multiple: false, directory: true }),
  setTitle: (title) => void getCurrentWindow().setTitle(title),
  firstDrawing: () => void invoke('first_drawing'),
  rendering: () => invoke<Rendering>('rendering'),
  setRendering: (rendering) => invoke('set_rendering', { rendering }),
  version: getVersion,
};
