import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A control that asks one attribute of `aws_ebs_volume` to be true. */
export function makeControl(id: string, change: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id,
    title: 'Volumes are encrypted',
    pillar: 'security',
    severity: 'high',
    category: 'data',
    description: 'Data at rest is unreadable without its key.',
    checks: [
      {
        id: `${id.toLowerCase()}.encrypted`,
        engine: 'terraform',
        provider: 'aws',
        automated: true,
        severity: 'high',
        title: 'EBS volumes are encrypted',
        scope: { block_type: 'resource', resource_types: ['aws_ebs_volume'] },
        assertions: [{ attribute: 'encrypted', op: 'is_true' }],
        remediation: 'Set encrypted = true.',
      },
    ],
    ...change,
  });
}

/** Code with a failure in line 2 and a pass in line 5, and a control for it. */
export const SAMPLE = {
  'infra/main.tf':
    'resource "aws_ebs_volume" "data" {\n  encrypted = false\n}\nresource "aws_ebs_volume" "logs" {\n  encrypted = true\n}\n',
  'controls/WAF-SEC-901.yml': makeControl('WAF-SEC-901'),
};

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A server on a real socket that keeps what it was asked. */
export async function startServer(
  answer: (request: SeenRequest) => { readonly status: number; readonly body?: unknown },
): Promise<{ readonly url: string; readonly requests: readonly SeenRequest[] }> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const reply = async () => {
      const { method = '', url = '', headers } = request;
      const seen = { method, url, headers, body: await text(request) };
      requests.push(seen);
      const { status, body } = answer(seen);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    };
    void reply();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
