// Subscriptions by graphql-ws and graphql-sse over a line that breaks: whoever asks again
// after the last revision that it saw misses no commit and sees none twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient as createSSE } from 'graphql-sse';
import { createClient as createWS } from 'graphql-ws';
import { WebSocket, company, eventually, line, promote } from './world.mjs';

const query = `subscription ($after: Revision, $account: ID!) { changes(after: $after, accountId: $account) { revision positionIds } }`;

const transports = {
  'graphql-ws': (way) => createWS({ url: way.socketUrl, webSocketImpl: WebSocket, retryAttempts: 100, retryWait: pause, shouldRetry: () => true }),
  'graphql-sse, a connection each': (way) => createSSE({ url: way.url, retryAttempts: 100, retry: pause }),
  'graphql-sse, one connection': (way) => createSSE({ url: `${way.url}/stream`, singleConnection: true, retryAttempts: 100, retry: pause }),
};

const pause = () => new Promise((r) => setTimeout(r, 10));

for (const [name, connect] of Object.entries(transports)) {
  test(`${name}: nothing is lost and nothing comes twice`, async () => {
    const world = await company();
    const way = await line();
    const client = connect(way);
    const seen = [];
    const errors = [];
    const variables = { after: world.revision, account: world.accountId };
    // Both clients send the variables as they are when they connect again.
    const stop = client.subscribe({ query, variables }, {
      next: ({ data, errors: refused }) => {
        if (refused) return errors.push(...refused);
        seen.push(data.changes.revision);
        variables.after = data.changes.revision;
      },
      error: (error) => errors.push(error),
      complete: () => {},
    });
    const made = [];
    const edit = async (n) => made.push((await promote(world.seats[n], `Title ${made.length}`)).promote.revision);
    for (let n = 0; n < 12; n++) {
      await edit(n);
      if (n % 3 === 0) await eventually('an edit is heard of', () => seen.length === made.length || errors.length);
      if (n % 3 === 1) way.cut();
    }
    await eventually('all edits are heard of', () => seen.length >= made.length || errors.length);
    assert.deepEqual(errors, []);
    assert.deepEqual(seen, made);
    stop();
    await client.dispose();
    way.close();
  });
}

test('graphql-ws: several subscriptions and queries share a socket', async () => {
  const world = await company();
  const way = await line();
  let sockets = 0;
  const client = createWS({ url: way.socketUrl, webSocketImpl: WebSocket, retryAttempts: 0, on: { opened: () => sockets++ } });
  const seen = world.seats.slice(0, 5).map(() => []);
  const stops = seen.map((list) => client.subscribe({ query, variables: { after: world.revision, account: world.accountId } }, {
    next: ({ data }) => list.push(...data.changes.positionIds),
    error: (error) => assert.fail(JSON.stringify(error)),
    complete: () => {},
  }));
  await promote(world.seats[7], 'Heard');
  await eventually('all hear of it', () => seen.every((list) => list.includes(world.seats[7])));
  const answer = await new Promise((resolve, reject) => client.subscribe({ query: 'query ($id: ID!) { view { position(id: $id) { title } } }', variables: { id: world.seats[7] } }, { next: resolve, error: reject, complete: () => {} }));
  assert.equal(answer.data.view.position.title, 'Heard');
  assert.equal(sockets, 1);
  stops.forEach((stop) => stop());
  await client.dispose();
  way.close();
});
