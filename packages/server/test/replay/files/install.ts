import { join } from 'node:path';
import { replayFile } from '../replay.ts';
import { startReplayService } from '../service.ts';
import { addTool, buildWorld } from '../world.ts';

const LOCKS = join(import.meta.dirname, '../../../../scanners/locks');

/** A Python whose pip finds one package, and for the other no index. */
const PYTHON = `
case "$1 $2" in
  "-c "*) echo 3 12 ;;
  "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip")
    case "$*" in
      *safety*) echo 'ERROR: the package index is unreachable' >&2; exit 1 ;;
    esac
    printf '#!/bin/sh\\necho pip-licenses 5.5.5\\n' > "$(dirname "$0")/pip-licenses"
    chmod 755 "$(dirname "$0")/pip-licenses"
    echo 'Successfully installed pip-licenses-5.5.5' ;;
esac`;

/** Installing the tools of scanners. */
export function replayInstall(): void {
  replayFile('install', {
    start: async () => {
      const world = await buildWorld();
      await addTool(world.tools, 'python3', PYTHON);
      const service = await startReplayService({
        world,
        lockDirectory: LOCKS,
        config: { tools: { directory: join(world.root, 'private-tools'), allowInstall: true } },
      });
      return {
        ...service,
        origin: service.origin,
        async [Symbol.asyncDispose]() {
          await service[Symbol.asyncDispose]();
          await world[Symbol.asyncDispose]();
        },
      };
    },
  });
}
