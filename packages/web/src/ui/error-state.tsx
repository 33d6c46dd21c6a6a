import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { EmptyState } from './empty-state.tsx';

/** Something could not be shown: what, why, and what to do. */
export function ErrorState({
  title,
  message,
  requestId = null,
  isPage = false,
  action,
}: {
  readonly title: string;
  readonly message: string;
  /** Finds the request in the server's log. */
  readonly requestId?: string | null;
  /** It is all that the page shows. */
  readonly isPage?: boolean;
  readonly action?: ReactNode;
}) {
  return (
    <div role="alert">
      <EmptyState icon={<CircleAlert size={24} strokeWidth={1.5} />} title={title} isPage={isPage} action={action}>
        <p className="foreign">{message}</p>
        {requestId === null ? null : (
          <p className="mt-2 inline-flex items-center gap-1 font-mono text-xs">
            Request {requestId}
            <CopyButton text={requestId} label="Copy the request id" />
          </p>
        )}
      </EmptyState>
    </div>
  );
}
