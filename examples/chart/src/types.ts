import type { TypedDocumentString } from './gql/graphql';

export type { TypedDocumentString };
export type ResultOf<D> = D extends TypedDocumentString<infer R, any> ? R : never;
export type VariablesOf<D> = D extends TypedDocumentString<any, infer V> ? V : never;
