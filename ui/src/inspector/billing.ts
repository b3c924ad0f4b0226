import type { ListedPrice } from '../generated/protocol';

/** Is there a price for an item itself, or for one of its charges? */
export function knows(prices: readonly ListedPrice[], item: string): boolean {
  return prices.some((p) => p.item === item || p.item.startsWith(`${item}/`));
}

/** What can be billed for the figure at `path`: instances by the hour, stores and queues by any charge. */
export function billable(prices: readonly ListedPrice[], path: string): string[] {
  const hourly = path.startsWith('process/');
  const fitting = hourly ? prices.filter((p) => /\/(h|month)$/.test(p.price)) : prices;
  return [...new Set(fitting.map((p) => p.item.split('/', 2).join('/')))];
}
