// The two ways to the API: one question, and what is followed.
import { createClient } from 'graphql-sse';
import type { ResultOf, TypedDocumentString, VariablesOf } from './types';

const url = new URL('/graphql', location.href).href;

// ask answers a query. What is refused is thrown, in the words of the server.
export async function ask<D extends TypedDocumentString<any, any>>(document: D, variables: VariablesOf<D>): Promise<ResultOf<D>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

const events = createClient({ url, retryAttempts: Infinity, retry: (n) => new Promise((r) => setTimeout(r, Math.min(100 * 2 ** n, 10_000))) });

// follow calls next with all that comes, and connects again when the line breaks: the
// variables are sent as they are then, so that next can move them on.
export function follow<D extends TypedDocumentString<any, any>>(document: D, variables: VariablesOf<D>, next: (data: ResultOf<D>) => void, failed: (message: string) => void): () => void {
  return events.subscribe<ResultOf<D>>({ query: document.toString(), variables: variables as Record<string, unknown> }, {
    next: ({ data, errors }) => (data ? next(data) : failed(errors?.[0]?.message ?? 'the feed ended')),
    error: (error) => failed(String(error)),
    complete: () => {},
  });
}
