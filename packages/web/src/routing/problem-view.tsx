import { useNavigate } from '@tanstack/react-router';
import { Problem } from '../data/problem.ts';
import { Button } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { ErrorState } from '../ui/error-state.tsx';

const TITLES: Readonly<Record<Problem['kind'], string>> = {
  'signed-out': 'You are signed out',
  forbidden: 'This key may not see this',
  'not-found': 'Not found',
  conflict: 'That does not fit the present state',
  invalid: 'The server did not accept this',
  busy: 'Too many requests',
  server: 'The server could not answer',
  offline: 'The server cannot be reached',
  foreign: 'The answer could not be read',
};

/** Any problem in place of what it kept from being shown. */
export function ProblemView({
  error,
  isPage = false,
  onRetry,
}: {
  readonly error: unknown;
  /** It is all that the page shows. */
  readonly isPage?: boolean;
  readonly onRetry: () => void;
}) {
  const navigate = useNavigate();
  if (!(error instanceof Problem)) {
    return (
      <ErrorState
        isPage={isPage}
        title="This page has a fault"
        message={error instanceof Error ? error.message : String(error)}
        action={<Button onClick={onRetry}>Try again</Button>}
      />
    );
  }
  return (
    <ErrorState
      isPage={isPage}
      title={TITLES[error.kind]}
      message={explain(error)}
      requestId={error.requestId}
      action={
        error.kind === 'signed-out' ? (
          <Button
            variant="default"
            onClick={() => void navigate({ to: '/sign-in', search: { next: location.pathname + location.search } })}
          >
            Sign in
          </Button>
        ) : error.kind === 'busy' && error.retryAfterSeconds !== null ? (
          <p className="text-sm text-muted">
            Trying again in <Countdown seconds={error.retryAfterSeconds} onEnd={onRetry} />
          </p>
        ) : error.kind === 'foreign' ? (
          <Button onClick={() => location.reload()}>Reload the page</Button>
        ) : error.kind === 'forbidden' ? undefined : (
          <Button onClick={onRetry}>Try again</Button>
        )
      }
    />
  );
}

function explain(problem: Problem): string {
  const scope = /scopes?: (.+?)\.?$/i.exec(problem.message)?.[1];
  if (problem.kind === 'forbidden' && scope !== undefined) {
    return `It needs the scope ${scope}. Ask whoever manages the keys of this server, or sign in with another key.`;
  }
  if (problem.kind === 'offline') return 'Nothing is lost. The page goes on by itself when the server answers again.';
  return problem.message;
}
