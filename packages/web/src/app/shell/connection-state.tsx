import type { ReactNode } from 'react';
import { Dot, type Tone } from '../../ui/badge.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useConnection, type Connection } from './use-connection.ts';

const LOOKS: Readonly<Record<Connection['state'], { readonly word: string; readonly tone: Tone }>> = {
  checking: { word: 'Checking', tone: 'neutral' },
  connected: { word: 'Connected', tone: 'accent' },
  degraded: { word: 'Degraded', tone: 'medium' },
  offline: { word: 'Offline', tone: 'critical' },
  'signed-out': { word: 'Signed out', tone: 'medium' },
};

/** Whether the server answers and is well. */
export function ConnectionState() {
  const connection = useConnection();
  const { word, tone } = LOOKS[connection.state];
  return (
    <Popover
      title="Server"
      opener={(props) => (
        <button type="button" {...props} aria-label={`Server: ${word}`} className={buttonClasses('ghost', 'sm')}>
          <Dot tone={tone} />
          <span className="hidden lg:inline">{word}</span>
        </button>
      )}
    >
      {() => (
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 p-4 text-sm">
          <Fact name="State">{word}</Fact>
          {connection.checks.map(({ name, isFine }) => (
            <Fact key={name} name={name}>
              <span className="inline-flex items-center gap-1.5">
                <Dot tone={isFine ? 'accent' : 'critical'} />
                {isFine ? 'fine' : 'not available'}
              </span>
            </Fact>
          ))}
          {connection.latencyMs === null ? null : <Fact name="Answers in">{connection.latencyMs} ms</Fact>}
          {connection.lastSuccess === null ? null : (
            <Fact name="Last answer">
              <RelativeTime time={connection.lastSuccess} />
            </Fact>
          )}
        </dl>
      )}
    </Popover>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
