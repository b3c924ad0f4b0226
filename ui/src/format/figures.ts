import type { Estimate } from '../generated/protocol';

const MINUS = '−';

/** A number with about three significant digits and thin grouping, as an instrument would show it. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e12) return value.toExponential(2).replace('-', MINUS);
  const decimals = Math.max(0, Math.min(7, 2 - Math.floor(Math.log10(size))));
  const rounded = Number(value.toFixed(decimals));
  const shown = Math.max(0, Math.min(7, 2 - Math.floor(Math.log10(Math.abs(rounded) || 1))));
  const text = Math.abs(rounded).toFixed(Math.min(decimals, shown));
  return (rounded < 0 ? MINUS : '') + group(text);
}

function group(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A count, in full. */
export function count(value: number): string {
  return (value < 0 ? MINUS : '') + group(Math.abs(Math.round(value)).toString());
}

interface Scale {
  factor: number;
  unit: string;
}

function scaleOfSeconds(seconds: number): Scale {
  const size = Math.abs(seconds);
  if (size === 0) return { factor: 1e3, unit: 'ms' };
  if (size < 1e-6) return { factor: 1e9, unit: 'ns' };
  if (size < 1e-3) return { factor: 1e6, unit: 'µs' };
  if (size < 0.9995) return { factor: 1e3, unit: 'ms' };
  if (size < 120) return { factor: 1, unit: 's' };
  if (size < 7200) return { factor: 1 / 60, unit: 'min' };
  if (size < 172800) return { factor: 1 / 3600, unit: 'h' };
  return { factor: 1 / 86400, unit: 'd' };
}

/** A time, in the unit that reads best. */
export function seconds(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const { factor, unit } = scaleOfSeconds(value);
  return `${figure(value * factor)} ${unit}`;
}

/** A share of one as a percentage. Close to 1 it keeps the digits that matter: 99.97 %. */
export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const distance = Math.abs(1 - value);
  if (value !== 1 && distance < 0.01 && distance > 1e-7) {
    const decimals = Math.min(4, Math.max(2, Math.ceil(-Math.log10(distance * 100)) + 1));
    const text = (value * 100).toFixed(decimals);
    return value < 1 && Number(text) === 100 ? '>99.9999 %' : `${text} %`;
  }
  return `${figure(value * 100)} %`;
}

/** A figure that is not an estimate, without the zeros that say how exact it is. */
export function plain(text: string): string {
  return text.replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '');
}

/** Events over time. */
export function rate(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value !== 0 && Math.abs(value) < 0.1) return `${figure(value * 60)} /min`;
  return `${figure(value)} /s`;
}

const SYMBOLS: Record<string, string> = { USD: '$', EUR: '€' };

/** Money. Whole units from a hundred on, and as many digits as it takes below a cent. */
export function money(value: number | null | undefined, currency = 'USD'): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const symbol = SYMBOLS[currency] ?? `${currency}\u00a0`;
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (size >= 100) return sign + symbol + group(size.toFixed(0));
  if (size >= 0.01 || size === 0) return sign + symbol + size.toFixed(2);
  return sign + symbol + size.toFixed(Math.min(12, 2 - Math.floor(Math.log10(size))));
}

/** A unit price: as many digits as its catalogue gives. */
export function price(value: number, currency = 'USD'): string {
  return `${SYMBOLS[currency] ?? `${currency}\u00a0`}${Number(value.toPrecision(6)).toLocaleString('en', { maximumFractionDigits: 12, useGrouping: false })}`;
}

/** The same figure with its sign, for a difference. */
export function signed(text: string): string {
  return text.startsWith(MINUS) || /^[^\d]*0([.,]0*)?(\s|$)/.test(text) ? text : `+${text}`;
}

/** How far an interval reaches, on its wider side, against its value: "±3 %". Nothing for an exact figure. */
export function plusMinus(estimate: Estimate | null | undefined): string {
  if (!estimate || estimate.high === estimate.low) return '';
  const half = Math.max(estimate.high - estimate.value, estimate.value - estimate.low);
  const share = half / Math.abs(estimate.value);
  if (!Number.isFinite(share)) return '';
  const text =
    share < 0.001 ? '<0.1' : share < 0.1 ? (share * 100).toFixed(1) : (share * 100).toFixed(0);
  return `±${text} %`;
}

/** How sure an estimate is, in words: its interval, and what the interval does not cover. */
export function howSure(
  estimate: Estimate | null | undefined,
  show: (value: number) => string,
  confidence = 0.95,
): string {
  if (!estimate) return 'Not known: too few requests lie beyond it, or none were seen.';
  if (estimate.high === estimate.low) return `${show(estimate.value)}, without simulation noise.`;
  const level = Math.round(confidence * 100);
  return `${show(estimate.low)} to ${show(estimate.high)} at ${level} % confidence. Simulation noise only: it says nothing of how good the model’s own figures are.`;
}
