import type { ListedPrice } from '../generated/protocol';

/** Is there a price for an item itself, or for one of its charges? */
export function knows(prices: readonly ListedPrice[], item: string): boolean {
  return prices.some((p) => p.item === item || p.item.startsWith(`${item}/`));
}

/** What can be billed for a figure: an `instance` by the hour, a service by any charge. */
export function billable(prices: readonly ListedPrice[], key: string): string[] {
  const hourly = key === 'instance';
  const fitting = hourly ? prices.filter((p) => /\/(h|month)$/.test(p.price)) : prices;
  return [...new Set(fitting.map((p) => p.item.split('/', 2).join('/')))];
}
