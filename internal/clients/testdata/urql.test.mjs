// The journeys of a front end with urql and its normalised cache, Graphcache.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, fetchExchange, gql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { retryExchange } from '@urql/exchange-retry';
import { introspection } from './introspection.mjs';
import { company, endpoint, eventually, key, line, midnight, size, then } from './world.mjs';

const schema = await introspection(endpoint);
const objects = schema.__schema.types.filter((t) => t.kind === 'OBJECT');
const withoutId = objects.filter((t) => !t.fields.some((f) => f.name === 'id')).map((t) => t.name);

const client = (url = endpoint, exchanges = [], optimistic = {}) =>
  new Client({
    url,
    preferGetMethod: false,
    exchanges: [
      cacheExchange({
        schema,
        // What has no id is a part of what it stands in.
        keys: Object.fromEntries(withoutId.map((name) => [name, () => null])),
        resolvers: { Chart: { seats: relayPagination() }, View: { positions: relayPagination() } },
        optimistic,
      }),
      ...exchanges,
      fetchExchange,
    ],
  });

const today = gql`query ($id: ID!) { view { id asOf position(id: $id) { id factId title holders { id name } } } }`;
const past = gql`query ($id: ID!, $day: Date!) { view(asOf: $day) { id asOf position(id: $id) { id factId title holders { id name } } } }`;

function watch(urql, query, variables) {
  let seen;
  const all = [];
  const { unsubscribe } = urql.query(query, variables).subscribe((result) => {
    if (result.data) all.push((seen = result.data));
  });
  return { data: () => seen, all, stop: unsubscribe };
}

async function query(urql, document, variables, context) {
  const result = await urql.query(document, variables, context).toPromise();
  if (result.error) throw result.error;
  return result.data;
}

test('a chart comes in pages', async () => {
  const world = await company();
  const urql = client();
  const document = gql`query ($account: ID!, $after: String) { view { id chart(of: { accountId: $account }) {
    total seats(first: 15, after: $after) { edges { cursor node { positionId title holders { person { personId name } } } } pageInfo { hasNextPage endCursor } }
  } } }`;
  let chart;
  let pages = 0;
  for (let after = null; ; after = chart.seats.pageInfo.endCursor) {
    ({ view: { chart } } = await query(urql, document, { account: world.accountId, after }));
    pages++;
    if (!chart.seats.pageInfo.hasNextPage) break;
  }
  assert.equal(pages, 3);
  assert.equal(chart.total, size);
  assert.deepEqual(new Set(chart.seats.edges.map((e) => e.node.positionId)), new Set(world.seats));
  assert.equal(chart.seats.edges.length, size);
});

test('two days on one screen do not mix', async () => {
  const world = await company();
  const urql = client();
  const id = world.seats[3];
  const [now, before] = [watch(urql, today, { id }), watch(urql, past, { id, day: then })];
  await eventually('both days', () => now.data() && before.data());
  const shows = () => [now.data().view.position.title, before.data().view.position.title];
  assert.deepEqual(shows(), ['Chief 3', 'Clerk 3']);
  const edit = await urql.mutation(gql`mutation ($input: PromoteInput!) { promote(input: $input) { revision position { id title } } }`, { input: { positionId: id, title: 'Head' } });
  assert.equal(edit.error, undefined);
  await eventually('the edit', () => shows()[0] === 'Head');
  assert.deepEqual(shows(), ['Head', 'Clerk 3']);
  await query(urql, gql`query ($day: Date!, $organization: ID!) { view(asOf: $day) { id positions(first: 100, filter: { organizationId: $organization }) { edges { cursor node { id title holders { id name } } } pageInfo { endCursor hasNextPage } } } }`, { day: then, organization: world.organizationId });
  assert.deepEqual(shows(), ['Head', 'Clerk 3']);
  now.stop();
  before.stop();
});

test('pages and a refetch by node stay on their day', async () => {
  const world = await company();
  const urql = client();
  const document = gql`query ($day: Date!, $organization: ID!, $after: String) { view(asOf: $day) { id
    positions(first: 15, after: $after, filter: { organizationId: $organization }) { edges { cursor node { id asOf title } } pageInfo { hasNextPage endCursor } }
  } }`;
  let list;
  for (let after = null; !list || list.pageInfo.hasNextPage; after = list.pageInfo.endCursor) {
    ({ view: { positions: list } } = await query(urql, document, { day: then, organization: world.organizationId, after }));
  }
  assert.equal(list.edges.length, size);
  for (const { node } of list.edges) assert.ok(node.asOf === then && node.title.startsWith('Clerk'), JSON.stringify(node));
  const seat = list.edges[0].node;
  const { node } = await query(urql, gql`query ($id: ID!) { node(id: $id) { id ... on Position { asOf title } } }`, { id: seat.id }, { requestPolicy: 'network-only' });
  assert.deepEqual({ id: node.id, asOf: node.asOf, title: node.title }, { id: seat.id, asOf: then, title: seat.title });
});

test('an edit shows at once, and a refused one goes back', async () => {
  const world = await company();
  const [top, below, other] = world.seats;
  const urql = client(endpoint, [], {
    reportTo: ({ input }) => ({ __typename: 'EditPayload', position: { __typename: 'Position', id: input.positionId, manager: { __typename: 'Position', id: input.managerId, title: 'foreseen' } } }),
  });
  const reportTo = gql`mutation ($input: ReportToInput!) { reportTo(input: $input) { position { id manager { id title } } } }`;
  const manager = gql`query ($id: ID!) { view { id position(id: $id) { id manager { id title } } } }`;
  const [screen, above] = [watch(urql, manager, { id: below }), watch(urql, manager, { id: top })];
  await eventually('the seats', () => screen.data() && above.data());

  await urql.mutation(reportTo, { input: { positionId: below, managerId: other } });
  assert.ok(screen.all.some((d) => d.view.position.manager.title === 'foreseen'), 'what was foreseen was never shown');
  await eventually('the edit', () => screen.data().view.position.manager.title === 'Chief 2');

  const refused = await urql.mutation(reportTo, { input: { positionId: top, managerId: below } });
  assert.equal(refused.error.graphQLErrors[0].extensions.rule, 'reporting-cycle');
  assert.ok(above.all.some((d) => d.view.position.manager?.title === 'foreseen'), 'what was foreseen was never shown');
  await eventually('the way back', () => above.data().view.position.manager === null);
  screen.stop();
  above.stop();
});

test('an edit whose answer was cut is tried again and done once', async () => {
  const world = await company();
  const way = await line();
  const urql = client(way.url, [retryExchange({ initialDelayMs: 1, maxNumberAttempts: 5, retryIf: (error) => Boolean(error.networkError) })]);
  way.loseAnswers(2);
  const { data } = await urql.mutation(
    gql`mutation ($input: AddPersonInput!, $options: EditOptions) { addPerson(input: $input, options: $options) { repeated person { id name } } }`,
    { input: { person: { name: 'Once' }, place: { positionId: world.seats[5] } }, options: { idempotencyKey: key() } },
  );
  assert.equal(way.lost(), 2);
  assert.equal(data.addPerson.repeated, true);
  const { view } = await query(urql, today, { id: world.seats[5] });
  assert.deepEqual(view.position.holders.filter((p) => p.name === 'Once').map((p) => p.id), [data.addPerson.person.id]);
  way.close();
});

test('of several edits one is refused, and hides nothing of the others', async () => {
  const world = await company();
  const urql = client();
  const [top, a, b] = world.seats;
  const screen = watch(urql, today, { id: b });
  await eventually('the seat', () => screen.data());
  const { data, error } = await urql.mutation(
    gql`mutation ($top: ID!, $a: ID!, $b: ID!) {
      first: promote(input: { positionId: $a, title: "One" }) { position { id title } }
      second: reportTo(input: { positionId: $top, managerId: $a }) { position { id title } }
      third: promote(input: { positionId: $b, title: "Three" }) { position { id title } }
    }`,
    { top, a, b },
  );
  assert.equal(data.first.position.title, 'One');
  assert.equal(data.second, null);
  assert.deepEqual(error.graphQLErrors.map((e) => e.path), [['second']]);
  await eventually('the edit that was done', () => screen.data().view.position.title === 'Three');
  screen.stop();
});

test('after midnight a refetch shows the new day', async () => {
  await midnight(async (url, world, pass) => {
    const urql = client(url);
    const screen = watch(urql, today, { id: world.seats[0] });
    await eventually('the seat', () => screen.data());
    assert.equal(screen.data().view.position.title, 'Chief 0');
    await pass();
    await query(urql, today, { id: world.seats[0] }, { requestPolicy: 'network-only' });
    await eventually('the new day', () => screen.data().view.position.title === 'Tomorrow');
    screen.stop();
  });
});
