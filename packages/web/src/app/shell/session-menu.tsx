import { useNavigate } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import { toDisplayName, useSession } from '../../data/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useApp } from '../app-context.ts';

const SCOPES = {
  read: 'see scans and findings',
  write: 'start scans and judge findings',
  admin: 'manage keys and settings',
} as const;

/** Who is signed in, what the key may do, and the way out. */
export function SessionMenu() {
  const { keys } = useApp();
  const navigate = useNavigate();
  const session = useSession();
  if (session === undefined) return null;
  const name = toDisplayName(session);
  return (
    <Popover
      title={name}
      opener={(props) => (
        <IconButton {...props} label={session.kind === 'open' ? 'Nobody signs in here' : `Signed in as ${name}`}>
          <UserRound size={16} strokeWidth={1.5} aria-hidden />
        </IconButton>
      )}
    >
      {() => (
        <div className="flex flex-col gap-3 p-4 text-sm">
          {session.kind === 'open' ? (
            <p className="text-muted">This server runs without keys: everybody who reaches it may do everything.</p>
          ) : (
            <ul className="flex flex-col gap-1.5">
              {session.scopes.map((scope) => (
                <li key={scope} className="flex items-baseline gap-2">
                  <Badge tone="accent">{scope}</Badge>
                  <span className="text-muted">{SCOPES[scope]}</span>
                </li>
              ))}
            </ul>
          )}
          {session.role === null ? null : <p className="text-muted">Role: {session.role}</p>}
          {session.projects === null ? null : (
            <p className="foreign text-muted">Projects: {session.projects.join(', ')}</p>
          )}
          {keys.read() === null ? null : (
            <>
              <p className="text-xs text-muted">
                {keys.isRemembered()
                  ? 'The key is kept in this browser until you sign out.'
                  : 'The key is kept until this tab is closed.'}
              </p>
              <Button
                onClick={() => {
                  keys.forget();
                  void navigate({ to: '/sign-in', search: { next: '/' } });
                }}
              >
                Sign out
              </Button>
            </>
          )}
        </div>
      )}
    </Popover>
  );
}
