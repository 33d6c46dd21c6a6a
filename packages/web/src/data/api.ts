import { type CallInput, type CallOutput, createClient, type RouteId } from '@securescan/contract';
import { createContext, useContext } from 'react';
import type { KeyStore } from './key-store.ts';
import { Problem, toProblem } from './problem.ts';

interface Options {
  readonly signal?: AbortSignal;
}

/** A page of a list, with what its headers say. */
export interface Page<Id extends RouteId> {
  readonly rows: CallOutput<Id>;
  /** Null when the server did not count. */
  readonly total: number | null;
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** The server, as pages see it. Every answer is checked against the contract; everything that goes wrong is a `Problem`. */
export interface Api {
  call<Id extends RouteId>(id: Id, input: CallInput<Id>, options?: Options): Promise<CallOutput<Id>>;
  page<Id extends RouteId>(id: Id, input: CallInput<Id>, options?: Options): Promise<Page<Id>>;
}

/** @param keys - where the key is kept; read anew for every request */
export function createApi(keys: Pick<KeyStore, 'read'>): Api {
  async function ask<Id extends RouteId>(id: Id, input: CallInput<Id>, options: Options) {
    const client = createClient({ baseUrl: '', apiKey: keys.read() ?? undefined });
    try {
      return await client.callChecked(id, input, options);
    } catch (error) {
      if (error instanceof Error && error.name === 'AnswerMismatch') {
        throw new Problem(
          'foreign',
          'The server answered in a form that this page does not know. It may have been updated: reload the page.',
          {},
          { cause: error },
        );
      }
      throw toProblem(error);
    }
  }
  return {
    call: async (id, input, options = {}) => (await ask(id, input, options)).output,
    async page(id, input, options = {}) {
      const { output, headers } = await ask(id, input, options);
      const total = headers.get('x-total-count');
      return { rows: output, total: total === null ? null : Number(total), nextCursor: headers.get('x-next-cursor') };
    },
  };
}

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('no API above this component');
  return api;
}
