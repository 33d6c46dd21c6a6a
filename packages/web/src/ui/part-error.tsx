import { Button } from './button.tsx';

/** That a part of a page could not be read, with a way to try again. */
export function PartError({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-2 text-muted">
      <span>Could not be read: {message}</span>
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
