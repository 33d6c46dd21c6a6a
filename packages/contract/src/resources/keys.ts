import { z } from 'zod';
import { defineRoutes, withScope } from '../route.ts';
import { ApiKeyCreated, ApiKeyView, CreateKey, Session } from '../shapes/key.ts';

export const keyRoutes = defineRoutes({
  createKey: {
    id: 'createKey',
    method: 'POST',
    path: '/keys',
    tag: 'keys',
    summary: 'Make an API key; the whole key is in this answer only',
    access: withScope('admin'),
    body: CreateKey,
    answers: { 201: { description: 'the key', json: ApiKeyCreated } },
    errors: {
      403: 'the key may not give away projects that it does not hold',
      409: 'the first key must hold admin, or nobody could manage keys',
    },
  },
  listKeys: {
    id: 'listKeys',
    method: 'GET',
    path: '/keys',
    tag: 'keys',
    summary: 'Keys, newest first, revoked ones included',
    access: withScope('admin'),
    answers: { 200: { description: 'the keys', json: z.array(ApiKeyView) } },
    errors: {},
  },
  getOwnKey: {
    id: 'getOwnKey',
    method: 'GET',
    path: '/keys/me',
    tag: 'keys',
    summary: 'The key that this request was made with',
    access: { kind: 'any' },
    answers: { 200: { description: 'the key', json: ApiKeyView } },
    errors: { 404: 'the request was not made with a database key' },
  },
  getSession: {
    id: 'getSession',
    method: 'GET',
    path: '/session',
    tag: 'keys',
    summary: 'Who this request comes from, and what it may do',
    access: { kind: 'any' },
    answers: { 200: { description: 'the caller', json: Session } },
    errors: {},
  },
  revokeKey: {
    id: 'revokeKey',
    method: 'DELETE',
    path: '/keys/{key_id}',
    tag: 'keys',
    summary: 'Revoke a key, from the next request on',
    access: withScope('admin'),
    params: z.object({ key_id: z.string() }),
    answers: { 204: { description: 'revoked', empty: true } },
    errors: { 404: 'no such key', 409: 'the last admin key without an environment key beside it' },
  },
});
