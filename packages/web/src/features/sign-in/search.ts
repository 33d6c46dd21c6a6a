import { defineSearch, textField } from '../../data/search-params.ts';

/** `next`: where to go when signed in. */
export const signInSearch = defineSearch({ next: textField(2000) });

/** An address of this dashboard, whatever the parameter says: never another origin, never this page again. */
export function toSafeNext(next: string): string {
  return /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
