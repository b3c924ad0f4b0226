import { figure } from './figures';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** An amount of data, in the unit that reads best. */
export function bytes(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const power = value < 1 ? 0 : Math.floor(Math.log2(value) / 10);
  const at = Math.min(UNITS.length - 1, power);
  return `${figure(value / 1024 ** at)} ${UNITS[at]}`;
}
