import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { useState, type SubmitEvent } from 'react';
import { createApi } from '../../data/api.ts';
import { Problem } from '../../data/problem.ts';
import { Button } from '../../ui/button.tsx';
import { toSafeNext } from './search.ts';

const route = getRouteApi('/sign-in');

/** A key is checked by the server before it is kept, and kept no longer than was asked for. */
export function SignInPage() {
  const { next } = route.useSearch();
  const { keys } = route.useRouteContext();
  const router = useRouter();
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const [remember, setRemember] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const signIn = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const given = key.trim();
    if (given === '') {
      setProblem('Paste a key first.');
      return;
    }
    // Headers hold no other characters; such a text is no key of this server.
    if (/[^\u0021-\u007e]/.test(given)) {
      setProblem('A key has no spaces and only plain letters, digits and signs.');
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await createApi({ read: () => given }).call('getSession', {});
      keys.keep(given, remember);
      queries.clear();
      router.history.push(toSafeNext(next));
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="flex min-h-screen items-center justify-center p-4">
      <title>Sign in · SecureScan</title>
      <form className="flex w-full max-w-sm flex-col gap-5" noValidate onSubmit={(event) => void signIn(event)}>
        <div className="flex flex-col gap-2">
          <KeyRound size={24} strokeWidth={1.5} aria-hidden className="text-accent" />
          <h1 className="text-2xl">Sign in to SecureScan</h1>
          <p className="text-sm text-muted">
            This server asks for an API key. Whoever manages the server makes one with{' '}
            <code className="rounded-sm bg-surface-2 px-1 font-mono text-xs">securescan keys create</code>.
          </p>
        </div>
        <div className="flex flex-col gap-1.5">
          <label htmlFor="key" className="text-sm font-medium">
            API key
          </label>
          <input
            id="key"
            type="password"
            autoComplete="off"
            spellCheck={false}
            autoFocus
            placeholder="ssk_…"
            value={key}
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : 'key-problem'}
            onChange={({ target }) => setKey(target.value)}
            className="h-9 rounded-md border border-control bg-surface px-3 font-mono text-sm text-text aria-invalid:border-critical"
          />
          {problem === null ? null : (
            <p id="key-problem" role="alert" className="foreign text-sm text-critical-text">
              {problem}
            </p>
          )}
        </div>
        <label className="flex items-start gap-2 text-sm">
          <input
            type="checkbox"
            className="mt-0.5 size-4 accent-accent"
            checked={remember}
            onChange={({ target }) => setRemember(target.checked)}
          />
          <span>
            Stay signed in on this computer
            <span className="block text-xs text-muted">
              {remember
                ? 'The key is stored in this browser, readable by whoever can use it, until you sign out.'
                : 'The key is kept for this tab only and forgotten when it is closed.'}
            </span>
          </span>
        </label>
        <Button type="submit" variant="default" isBusy={isBusy}>
          Sign in
        </Button>
      </form>
    </div>
  );
}

function explain(error: unknown): string {
  if (!(error instanceof Problem)) return 'That did not work. Try again.';
  if (error.kind === 'signed-out') return 'This server does not know this key, or it was revoked or has expired.';
  if (error.kind === 'busy') return `Too many attempts. Try again in ${error.retryAfterSeconds ?? 60} seconds.`;
  if (error.kind === 'offline') return 'The server cannot be reached. Try again when it is back.';
  return error.message;
}
