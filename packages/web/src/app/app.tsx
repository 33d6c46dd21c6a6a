import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ApiContext } from '../data/api.ts';
import { ShortcutContext } from '../ui/shortcuts/shortcuts.ts';
import { ToastArea } from '../ui/toast.tsx';
import { AppContext } from './app-context.ts';
import type { AppParts } from './create-app.ts';

export function App({ parts }: { readonly parts: AppParts }) {
  return (
    <CSPProvider disableStyleElements>
      <AppContext value={parts}>
        <ApiContext value={parts.api}>
          <ShortcutContext value={parts.shortcuts}>
            <QueryClientProvider client={parts.queries}>
              <ToastArea>
                <RouterProvider router={parts.router} />
              </ToastArea>
            </QueryClientProvider>
          </ShortcutContext>
        </ApiContext>
      </AppContext>
    </CSPProvider>
  );
}
