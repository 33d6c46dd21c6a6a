import { createContext, useContext } from 'react';
import type { AppParts } from './create-app.ts';

export const AppContext = createContext<AppParts | null>(null);

/** What lives as long as the page; for the shell. */
export function useApp(): AppParts {
  const parts = useContext(AppContext);
  if (parts === null) throw new Error('no app above this component');
  return parts;
}
