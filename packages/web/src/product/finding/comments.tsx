import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useId, useState, type SubmitEvent } from 'react';
import { useApi } from '../../data/api.ts';
import { toDisplayName, useMay, useSession } from '../../data/session.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PartError } from '../../ui/part-error.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { commentsQuery } from './queries.ts';

/** What people said about a finding. A text that could not be sent stays where it was typed, also across a reload. */
export function Comments({ fingerprint }: { readonly fingerprint: string }) {
  const api = useApi();
  const queries = useQueryClient();
  const mayWrite = useMay('write');
  const tell = useToast();
  const { data, error, refetch } = useQuery(commentsQuery(api, fingerprint));
  const remove = useMutation({
    mutationFn: (id: string) => api.call('deleteComment', { params: { fingerprint, comment_id: id } }),
    onSuccess: () => tell({ text: 'Comment deleted.' }),
    onError: (problem) => tell({ text: `Not deleted: ${problem.message}`, isError: true }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['finding', fingerprint] }),
  });
  return (
    <div className="flex flex-col gap-3">
      {error ? (
        <PartError message={error.message} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton width="w-40" />
      ) : data.length === 0 ? (
        <p className="text-muted">No comments.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {data.map((comment) => (
            <li key={comment.id} className="flex items-start gap-2">
              <div className="min-w-0 grow">
                <p className="foreign max-h-60 overflow-auto whitespace-pre-wrap">{comment.text}</p>
                <p className="text-xs text-muted">
                  {comment.author ?? 'Somebody'} · <RelativeTime time={comment.created_at} />
                </p>
              </div>
              {mayWrite ? (
                <IconButton
                  size="sm"
                  label="Delete the comment"
                  disabled={remove.isPending}
                  onClick={() => remove.mutate(comment.id)}
                >
                  <Trash2 size={14} strokeWidth={1.5} aria-hidden />
                </IconButton>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {mayWrite ? <NewComment fingerprint={fingerprint} /> : null}
    </div>
  );
}

const MAX_TEXT = 10_000;

function NewComment({ fingerprint }: { readonly fingerprint: string }) {
  const api = useApi();
  const queries = useQueryClient();
  const session = useSession();
  const id = useId();
  const draftName = `securescan.draft.${fingerprint}`;
  const [text, setText] = useState(() => sessionStorage.getItem(draftName) ?? '');
  const change = (next: string): void => {
    setText(next);
    if (next === '') sessionStorage.removeItem(draftName);
    else sessionStorage.setItem(draftName, next);
  };
  const add = useMutation({
    mutationFn: (words: string) =>
      api.call('addComment', {
        params: { fingerprint },
        body: { text: words, author: session === undefined || session.kind === 'open' ? null : toDisplayName(session) },
      }),
    onSuccess: () => change(''),
    onSettled: () => queries.invalidateQueries({ queryKey: ['finding', fingerprint, 'comments'] }),
  });
  const send = (event?: SubmitEvent): void => {
    event?.preventDefault();
    if (text.trim() !== '' && !add.isPending) add.mutate(text.trim());
  };
  return (
    <form className="flex flex-col items-start gap-2" onSubmit={send}>
      <label htmlFor={id} className="sr-only">
        New comment
      </label>
      <textarea
        id={id}
        data-comment
        rows={2}
        maxLength={MAX_TEXT}
        placeholder="Write a comment"
        value={text}
        onChange={({ target }) => change(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
        className="w-full rounded-md border border-control bg-bg px-3 py-2 text-text"
      />
      {add.error ? (
        <p role="alert" className="foreign text-critical-text">
          Not sent: {add.error.message}
        </p>
      ) : null}
      <Button type="submit" size="sm" isBusy={add.isPending} disabled={text.trim() === ''}>
        Comment
      </Button>
    </form>
  );
}
