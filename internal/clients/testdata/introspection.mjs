// The schema as a server tells it, for tools: node introspection.mjs URL prints it as SDL.
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';

export async function introspection(url) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true }) }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors.map((e) => e.message).join('\n'));
  return data;
}

if (process.argv[2]) console.log(printSchema(buildClientSchema(await introspection(process.argv[2]))));
