// The journeys of a front end with the runtime of Relay, over what its compiler wrote.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from 'graphql-ws';
import {
  Environment, Network, Observable, RecordSource, Store, commitMutation, createOperationDescriptor, fetchQuery, getRequest, getSingularSelector, requestSubscription,
} from 'relay-runtime';
import Today from './__generated__/journeyTodayQuery.graphql.js';
import Past from './__generated__/journeyPastQuery.graphql.js';
import List from './__generated__/journeyListQuery.graphql.js';
import Seats from './__generated__/journeySeats.graphql.js';
import SeatsPage from './__generated__/journeySeatsQuery.graphql.js';
import One from './__generated__/journeyOneQuery.graphql.js';
import Seat from './__generated__/journeySeat.graphql.js';
import SeatAgain from './__generated__/journeySeatQuery.graphql.js';
import ChartScreen from './__generated__/journeyChartQuery.graphql.js';
import Chart from './__generated__/journeyChart.graphql.js';
import ChartPage from './__generated__/journeyChartPageQuery.graphql.js';
import Promote from './__generated__/journeyPromoteMutation.graphql.js';
import ReportTo from './__generated__/journeyReportToMutation.graphql.js';
import Add from './__generated__/journeyAddMutation.graphql.js';
import Several from './__generated__/journeySeveralMutation.graphql.js';
import Changes from './__generated__/journeyChangesSubscription.graphql.js';
import { WebSocket, company, endpoint, eventually, key, line, midnight, promote, size, then } from '../world.mjs';

function environment(url = endpoint, { retries = 0, subscribe } = {}) {
  const ask = async ({ text: query }, variables) => {
    for (let left = retries; ; left--) {
      try {
        const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
        return await response.json();
      } catch (error) {
        if (!left) throw error;
      }
    }
  };
  return new Environment({ network: Network.create(ask, subscribe), store: new Store(new RecordSource()) });
}

const query = (relay, document, variables, options) => fetchQuery(relay, document, variables, options).toPromise();

// watch keeps a query and follows what it shows.
async function watch(relay, document, variables) {
  const operation = createOperationDescriptor(getRequest(document), variables);
  const kept = relay.retain(operation);
  await query(relay, document, variables, { fetchPolicy: 'network-only' });
  const first = relay.lookup(operation.fragment);
  const all = [first.data];
  const following = relay.subscribe(first, ({ data }) => all.push(data));
  return { data: () => all.at(-1), all, stop: () => (following.dispose(), kept.dispose()) };
}

const read = (relay, fragment, ref) => relay.lookup(getSingularSelector(fragment, ref)).data;

const mutate = (relay, mutation, variables, more = {}) =>
  new Promise((resolve, reject) => commitMutation(relay, { mutation, variables, onCompleted: (data, errors) => resolve({ data, errors }), onError: reject, ...more }));

test('a chart comes in pages', async () => {
  const world = await company();
  const relay = environment();
  const screen = await watch(relay, ChartScreen, { account: world.accountId });
  let pages = 1;
  const chart = () => read(relay, Chart, screen.data().view).chart;
  for (let info; (info = chart().seats.pageInfo).hasNextPage; pages++) {
    await query(relay, ChartPage, { id: screen.data().view.id, account: world.accountId, count: 15, cursor: info.endCursor }, { fetchPolicy: 'network-only' });
  }
  assert.equal(pages, 3);
  assert.equal(chart().total, size);
  assert.equal(chart().seats.edges.length, size);
  assert.deepEqual(new Set(chart().seats.edges.map((e) => e.node.positionId)), new Set(world.seats));
  screen.stop();
});

test('two days on one screen do not mix', async () => {
  const world = await company();
  const relay = environment();
  const id = world.seats[3];
  const now = await watch(relay, Today, { id });
  const before = await watch(relay, Past, { id, day: then });
  const shows = () => [now.data().view.position.title, before.data().view.position.title];
  assert.deepEqual(shows(), ['Chief 3', 'Clerk 3']);
  await mutate(relay, Promote, { input: { positionId: id, title: 'Head' } });
  assert.deepEqual(shows(), ['Head', 'Clerk 3']);
  await query(relay, List, { day: then, organization: world.organizationId });
  assert.deepEqual(shows(), ['Head', 'Clerk 3']);
  assert.equal(now.data().view.position.factId, before.data().view.position.factId);
  now.stop();
  before.stop();
});

test('pages and a refetch by node stay on their day', async () => {
  const world = await company();
  const relay = environment();
  const screen = await watch(relay, List, { day: then, organization: world.organizationId });
  const list = () => read(relay, Seats, screen.data().view).positions;
  while (list().pageInfo.hasNextPage) {
    const had = list().edges.length;
    await query(relay, SeatsPage, { id: screen.data().view.id, organization: world.organizationId, count: 15, cursor: list().pageInfo.endCursor }, { fetchPolicy: 'network-only' });
    assert.ok(list().edges.length > had, 'a page adds nothing');
  }
  assert.equal(list().edges.length, size);
  for (const { node } of list().edges) assert.ok(node.asOf === then && node.title.startsWith('Clerk'), JSON.stringify(node));

  const card = await watch(relay, One, { id: world.seats[2], day: then });
  const now = await watch(relay, Today, { id: world.seats[2] });
  await query(relay, SeatAgain, { id: card.data().view.position.id }, { fetchPolicy: 'network-only' });
  const { asOf, title, holders } = read(relay, Seat, card.data().view.position);
  assert.deepEqual({ asOf, title, holders }, { asOf: then, title: 'Clerk 2', holders: [{ name: 'Person 02' }] });
  assert.equal(now.data().view.position.title, 'Chief 2');
  [screen, card, now].forEach((s) => s.stop());
});

test('an edit shows at once, and a refused one goes back', async () => {
  const world = await company();
  const relay = environment();
  const [top, below, other] = world.seats;
  const foreseen = (id, to) => ({ optimisticResponse: { reportTo: { position: { id, manager: { id: to, title: 'foreseen' } } } } });
  const screen = await watch(relay, Today, { id: below });
  await mutate(relay, ReportTo, { input: { positionId: below, managerId: other } }, foreseen(below, other));
  assert.ok(screen.all.some((d) => d.view.position.manager.title === 'foreseen'), 'what was foreseen was never shown');
  assert.equal(screen.data().view.position.manager.title, 'Chief 2');

  const above = await watch(relay, Today, { id: top });
  const refused = await mutate(relay, ReportTo, { input: { positionId: top, managerId: below } }, foreseen(top, below));
  assert.equal(refused.errors[0].extensions.rule, 'reporting-cycle');
  assert.ok(above.all.some((d) => d.view.position.manager?.title === 'foreseen'), 'what was foreseen was never shown');
  assert.equal(above.data().view.position.manager, null);
  screen.stop();
  above.stop();
});

test('an edit whose answer was cut is tried again and done once', async () => {
  const world = await company();
  const way = await line();
  const relay = environment(way.url, { retries: 3 });
  way.loseAnswers(2);
  const { data } = await mutate(relay, Add, { input: { person: { name: 'Once' }, place: { positionId: world.seats[5] } }, options: { idempotencyKey: key() } });
  assert.equal(way.lost(), 2);
  assert.equal(data.addPerson.repeated, true);
  const { view } = await query(relay, Today, { id: world.seats[5] });
  assert.deepEqual(view.position.holders.filter((p) => p.name === 'Once').map((p) => p.id), [data.addPerson.person.id]);
  way.close();
});

test('of several edits one is refused, and hides nothing of the others', async () => {
  const world = await company();
  const relay = environment();
  const [top, a, b] = world.seats;
  const screen = await watch(relay, Today, { id: b });
  const { data, errors } = await mutate(relay, Several, { top, a, b });
  assert.equal(data.first.position.title, 'One');
  assert.equal(data.second, null);
  assert.deepEqual(errors.map((e) => e.path), [['second']]);
  assert.equal(screen.data().view.position.title, 'Three');
  screen.stop();
});

test('what others do arrives, over a line that breaks', async () => {
  const world = await company();
  const way = await line();
  const socket = createClient({ url: way.socketUrl, webSocketImpl: WebSocket, retryAttempts: 100, retryWait: () => new Promise((r) => setTimeout(r, 10)), shouldRetry: () => true });
  const variables = { after: world.revision, account: world.accountId };
  const relay = environment(way.url, {
    subscribe: ({ text }) => Observable.create((sink) => socket.subscribe({ query: text, variables }, sink)),
  });
  const screen = await watch(relay, Today, { id: world.seats[4] });
  const revisions = [];
  const errors = [];
  const following = requestSubscription(relay, {
    subscription: Changes,
    variables,
    onNext: ({ changes }) => revisions.push((variables.after = changes.revision)),
    onError: (error) => errors.push(error),
  });
  const made = [];
  for (const title of ['A', 'B', 'C', 'D']) {
    made.push((await promote(world.seats[4], title)).promote.revision);
    if (title === 'B') {
      await eventually('it is heard of', () => revisions.length === 2 || errors.length);
      way.cut();
    }
  }
  await eventually('all is heard of', () => revisions.length >= 4 || errors.length);
  assert.deepEqual(errors, []);
  assert.deepEqual(revisions, made);
  assert.equal(screen.data().view.position.title, 'D');
  following.dispose();
  screen.stop();
  await socket.dispose();
  way.close();
});

test('after midnight a refetch shows the new day', async () => {
  await midnight(async (url, world, pass) => {
    const relay = environment(url);
    const screen = await watch(relay, Today, { id: world.seats[0] });
    assert.equal(screen.data().view.position.title, 'Chief 0');
    await pass();
    await query(relay, Today, { id: world.seats[0] }, { fetchPolicy: 'network-only' });
    assert.equal(screen.data().view.position.title, 'Tomorrow');
    screen.stop();
  });
});
