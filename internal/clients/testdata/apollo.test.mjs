// The journeys of a front end with Apollo Client.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { RetryLink } from '@apollo/client/link/retry';
import { relayStylePagination } from '@apollo/client/utilities';
import { company, endpoint, eventually, key, line, midnight, size, then } from './world.mjs';

// A chart has no id: Apollo is told that two answers of one chart are parts of it, and
// that the pages of a list follow each other.
const typePolicies = {
  Chart: { merge: true, fields: { seats: relayStylePagination() } },
  View: { fields: { positions: relayStylePagination(['filter', 'orderBy']) } },
};

const client = (url = endpoint, link = new HttpLink({ uri: url })) => new ApolloClient({ link, cache: new InMemoryCache({ typePolicies }) });

const today = gql`query ($id: ID!) { view { id asOf position(id: $id) { id factId title holders { id name } } } }`;
const past = gql`query ($id: ID!, $day: Date!) { view(asOf: $day) { id asOf position(id: $id) { id factId title holders { id name } } } }`;

// watch follows a query, and returns what it shows now.
function watch(apollo, options) {
  let seen;
  const errors = [];
  const query = apollo.watchQuery(options);
  const following = query.subscribe((result) => {
    if (result.error) errors.push(result.error);
    if (result.dataState === 'complete') seen = result.data;
  });
  return { query, data: () => seen, errors, stop: () => following.unsubscribe() };
}

test('a chart comes in pages', async () => {
  const world = await company();
  const apollo = client();
  const query = gql`query ($account: ID!, $after: String) { view { id chart(of: { accountId: $account }) {
    total seats(first: 15, after: $after) { edges { cursor node { positionId title holders { person { personId name } } } } pageInfo { hasNextPage endCursor } }
  } } }`;
  const screen = watch(apollo, { query, variables: { account: world.accountId } });
  await eventually('the first page', () => screen.data());
  let pages = 1;
  for (let info; (info = screen.data().view.chart.seats.pageInfo).hasNextPage; pages++) {
    const before = screen.data().view.chart.seats.edges.length;
    await screen.query.fetchMore({ variables: { after: info.endCursor } });
    await eventually('the next page', () => screen.data().view.chart.seats.edges.length > before);
  }
  const seats = screen.data().view.chart.seats.edges.map((e) => e.node.positionId);
  assert.equal(pages, 3);
  assert.equal(seats.length, size);
  assert.deepEqual(new Set(seats), new Set(world.seats));
  screen.stop();
});

test('two parts of one chart stand beside each other in one cache', async () => {
  const world = await company();
  let asked = 0;
  const counting = new ApolloLink((operation, forward) => (asked++, forward(operation)));
  const apollo = client(endpoint, ApolloLink.from([counting, new HttpLink({ uri: endpoint })]));
  const variables = { account: world.accountId };
  const titles = watch(apollo, { variables, query: gql`query ($account: ID!) { view { id chart(of: { accountId: $account }) { seats(first: 100) { edges { cursor node { positionId title } } pageInfo { endCursor hasNextPage } } } } }` });
  await eventually('the seats', () => titles.data());
  const query = gql`query ($account: ID!) { view { id chart(of: { accountId: $account }) { total vacant } } }`;
  for (const fetchPolicy of ['network-only', 'cache-only']) {
    const counts = await apollo.query({ variables, query, fetchPolicy });
    assert.equal(counts.data.view.chart.total, size);
  }
  // What one brought has not thrown out what the other had, which would be asked for again.
  const again = await apollo.query({ variables, query: titles.query.options.query, fetchPolicy: 'cache-only' });
  assert.equal(again.data.view.chart.seats.edges.length, size);
  assert.equal(asked, 2);
  titles.stop();
});

test('two days on one screen do not mix', async () => {
  const world = await company();
  const apollo = client();
  const id = world.seats[3];
  const [now, before] = [watch(apollo, { query: today, variables: { id } }), watch(apollo, { query: past, variables: { id, day: then } })];
  await eventually('both days', () => now.data() && before.data());
  const shows = () => [now.data().view.position.title, before.data().view.position.title];
  assert.deepEqual(shows(), ['Chief 3', 'Clerk 3']);
  assert.equal(now.data().view.position.factId, before.data().view.position.factId);
  assert.notEqual(now.data().view.position.id, before.data().view.position.id);

  // An edit and a list of that day, by whatever screen, change the day that they are of.
  await apollo.mutate({ mutation: gql`mutation ($input: PromoteInput!) { promote(input: $input) { revision position { id title } } }`, variables: { input: { positionId: id, title: 'Head' } } });
  assert.deepEqual(shows(), ['Head', 'Clerk 3']);
  await apollo.query({ query: gql`query ($day: Date!, $organization: ID!) { view(asOf: $day) { id positions(first: 100, filter: { organizationId: $organization }) { edges { cursor node { id title holders { id name } } } pageInfo { endCursor } } } }`, variables: { day: then, organization: world.organizationId } });
  assert.deepEqual(shows(), ['Head', 'Clerk 3']);
  now.stop();
  before.stop();
});

test('pages and a refetch by node stay on their day', async () => {
  const world = await company();
  const apollo = client();
  const query = gql`query ($day: Date!, $organization: ID!, $after: String) { view(asOf: $day) { id
    positions(first: 15, after: $after, filter: { organizationId: $organization }) { edges { cursor node { id asOf title } } pageInfo { hasNextPage endCursor } }
  } }`;
  const screen = watch(apollo, { query, variables: { day: then, organization: world.organizationId } });
  await eventually('the first page', () => screen.data());
  while (screen.data().view.positions.pageInfo.hasNextPage) {
    const before = screen.data().view.positions.edges.length;
    await screen.query.fetchMore({ variables: { after: screen.data().view.positions.pageInfo.endCursor } });
    await eventually('the next page', () => screen.data().view.positions.edges.length > before);
  }
  const seats = screen.data().view.positions.edges.map((e) => e.node);
  assert.equal(seats.length, size);
  for (const seat of seats) assert.ok(seat.asOf === then && seat.title.startsWith('Clerk'), JSON.stringify(seat));

  const again = await apollo.query({ query: gql`query ($id: ID!) { node(id: $id) { id ... on Position { asOf title holders { id name } } } }`, variables: { id: seats[0].id }, fetchPolicy: 'network-only' });
  assert.equal(again.data.node.id, seats[0].id);
  assert.equal(again.data.node.asOf, then);
  assert.equal(again.data.node.title, seats[0].title);
  screen.stop();
});

const reportTo = gql`mutation ($input: ReportToInput!, $options: EditOptions) { reportTo(input: $input, options: $options) { revision repeated position { id manager { id title } } } }`;
const manager = gql`query ($id: ID!) { view { id position(id: $id) { id manager { id title } } } }`;

test('an edit shows at once, and a refused one goes back', async () => {
  const world = await company();
  const apollo = client();
  const [top, below, other] = world.seats;
  const screen = watch(apollo, { query: manager, variables: { id: below } });
  await eventually('the seat', () => screen.data());
  const foreseen = (id, to, title) => ({ reportTo: { __typename: 'EditPayload', revision: '0', repeated: false, position: { __typename: 'Position', id, manager: { __typename: 'Position', id: to, title } } } });

  const moving = apollo.mutate({ mutation: reportTo, variables: { input: { positionId: below, managerId: other } }, optimisticResponse: foreseen(below, other, 'Chief 2') });
  await eventually('what is foreseen', () => screen.data().view.position.manager.id === other);
  await moving;
  assert.equal(screen.data().view.position.manager.id, other);

  // The top of the chart cannot report to somebody below it.
  const above = watch(apollo, { query: manager, variables: { id: top } });
  await eventually('the top', () => above.data());
  const shown = [];
  const following = above.query.subscribe((r) => shown.push(r.data?.view?.position?.manager?.id ?? null));
  await assert.rejects(
    apollo.mutate({ mutation: reportTo, variables: { input: { positionId: top, managerId: below } }, optimisticResponse: foreseen(top, below, 'Chief 1') }),
    (error) => CombinedGraphQLErrors.is(error) && error.errors[0].extensions.rule === 'reporting-cycle',
  );
  await eventually('the way back', () => above.data().view.position.manager === null);
  assert.ok(shown.includes(below), 'what was foreseen was never shown');
  following.unsubscribe();
  screen.stop();
  above.stop();
});

test('an edit whose answer was cut is tried again and done once', async () => {
  const world = await company();
  const way = await line();
  const retry = new RetryLink({ delay: { initial: 1, max: 10 }, attempts: { max: 5 } });
  const apollo = client(way.url, ApolloLink.from([retry, new HttpLink({ uri: way.url })]));
  way.loseAnswers(2);
  const { data } = await apollo.mutate({
    mutation: gql`mutation ($input: AddPersonInput!, $options: EditOptions) { addPerson(input: $input, options: $options) { revision repeated person { id name } } }`,
    variables: { input: { person: { name: 'Once' }, place: { positionId: world.seats[5] } }, options: { idempotencyKey: key() } },
  });
  assert.equal(way.lost(), 2);
  assert.equal(data.addPerson.repeated, true);
  const there = await apollo.query({ query: gql`query ($id: ID!) { view { id position(id: $id) { id holders { id name } } } }`, variables: { id: world.seats[5] } });
  assert.deepEqual(there.data.view.position.holders.filter((p) => p.name === 'Once').map((p) => p.id), [data.addPerson.person.id]);
  way.close();
});

test('of several edits one is refused, and hides nothing of the others', async () => {
  const world = await company();
  const apollo = client();
  const [top, a, b] = world.seats;
  const screen = watch(apollo, { query: today, variables: { id: b } });
  await eventually('the seat', () => screen.data());
  const { data, error } = await apollo.mutate({
    mutation: gql`mutation ($top: ID!, $a: ID!, $b: ID!) {
      first: promote(input: { positionId: $a, title: "One" }) { revision position { id title } }
      second: reportTo(input: { positionId: $top, managerId: $a }) { revision position { id title } }
      third: promote(input: { positionId: $b, title: "Three" }) { revision position { id title } }
    }`,
    variables: { top, a, b },
    errorPolicy: 'all',
  });
  assert.equal(data.first.position.title, 'One');
  assert.equal(data.second, null);
  assert.equal(data.third.position.title, 'Three');
  assert.deepEqual(error.errors.map((e) => e.path), [['second']]);
  await eventually('the edit that was done', () => screen.data().view.position.title === 'Three');
  screen.stop();
});

test('after midnight a refetch shows the new day', async () => {
  await midnight(async (url, world, pass) => {
    const apollo = client(url);
    const screen = watch(apollo, { query: today, variables: { id: world.seats[0] } });
    await eventually('the seat', () => screen.data());
    assert.equal(screen.data().view.position.title, 'Chief 0');
    await pass();
    await screen.query.refetch();
    await eventually('the new day', () => screen.data().view.position.title === 'Tomorrow');
    screen.stop();
  });
});
