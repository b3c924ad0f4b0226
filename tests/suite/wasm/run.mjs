// Runs a request (the second argument, a file) in the module (the first) and prints its answer.
import { readFileSync, writeFileSync } from 'node:fs';

const [module, request] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module), {});
const { put, run, at } = instance.exports;
for (const byte of readFileSync(request)) put(byte);
const answer = Uint8Array.from({ length: run() }, (_, place) => at(place));
writeFileSync(1, answer);
