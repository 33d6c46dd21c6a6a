import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Clock, Logger } from '@securescan/core';
import type { ServerConfig } from '../config/server-config.ts';
import { readTlsMaterial, type TlsMaterial } from './tls-files.ts';

/** Keeps the certificate of a running server up to date. */
export interface TlsReload {
  /** Reads the pair again now; a pair that is not fit is reported and left out. */
  reload(): Promise<void>;
  stop(): void;
}

/** A renewal writes two files; the pair is read when nothing has been written for so long. */
const QUIET_MS = 200;

/** Watches the directories of the files: a renewal often replaces a link or a file, which a watch on the file would lose. */
export function watchTlsFiles(
  config: NonNullable<ServerConfig['tls']>,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
  putIn: (material: TlsMaterial) => void,
): TlsReload {
  let current = '';
  const reload = async (): Promise<void> => {
    try {
      const material = await readTlsMaterial(config, clock.now());
      if (material.cert + material.key + (material.ca ?? '') === current) return;
      current = material.cert + material.key + (material.ca ?? '');
      putIn(material);
      log.info({ not_after: material.notAfter.toISOString() }, 'TLS certificate put in');
    } catch (error) {
      log.error({ err: error }, 'the changed TLS certificate is not used');
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const watchers = [...new Set([config.certFile, config.keyFile].map(dirname))].map((directory) =>
    watchDirectory(directory, log, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void reload(), QUIET_MS);
      timer.unref();
    }),
  );
  return {
    reload,
    stop: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher?.close();
    },
  };
}

function watchDirectory(directory: string, log: Logger, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watch(directory, { persistent: false }, onChange);
    watcher.on('error', (error) => {
      log.warn(
        { err: error, directory: basename(directory) },
        'TLS files are no longer watched; SIGHUP reads them again',
      );
    });
    return watcher;
  } catch (error) {
    log.warn({ err: error, directory: basename(directory) }, 'TLS files cannot be watched; SIGHUP reads them again');
    return null;
  }
}
