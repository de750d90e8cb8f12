// What the journeys of all clients stand on: a server, a workspace in it with a company
// of which titles have changed, and a line to the server that can be cut.
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import WebSocket from 'ws';

export const server = process.env.KITH_URL;
export const endpoint = `${server}graphql`;
export { WebSocket };

// The days between which the titles changed.
export const then = '2024-06-01';
export const changed = '2025-01-01';

// ask is what a script does without any client.
export async function ask(query, variables, url = endpoint) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

// must is ask where an error is none of the journey.
export async function must(query, variables, url) {
  const { data, errors } = await ask(query, variables, url);
  if (errors) throw new Error(errors.map((e) => e.message).join('\n'));
  return data;
}

export const size = 40;

// company makes an organization of an account with 40 seats, each held, of which each but
// the first reports to it. On the day `changed` each title "Clerk n" became "Chief n".
export async function company(url) {
  const seats = [...Array(size).keys()];
  const seat = (n) => `#${n + 2}`;
  const name = `Company ${randomUUID()}`;
  const made = await must(
    `mutation ($edits: [EditInput!]!) { edit(edits: $edits) { revision results { fact { id } } } }`,
    {
      edits: [
        { addOrganization: { organization: { name } } },
        { addAccount: { organizationId: '#0', account: { name } } },
        ...seats.map((n) => ({ addPosition: { seat: {
          organizationId: '#0', managerId: n ? seat(0) : null, position: { title: `Clerk ${n}`, level: n ? 3 : 5 },
        } } })),
        ...seats.map((n) => ({ addPerson: {
          person: { name: `Person ${String(n).padStart(2, '0')}` }, place: { positionId: seat(n) }, on: '2020-01-01',
        } })),
      ],
    },
    url,
  );
  const ids = made.edit.results.map((r) => r.fact.id);
  const world = { organizationId: ids[0], accountId: ids[1], seats: ids.slice(2, 2 + size), people: ids.slice(2 + size) };
  const renamed = await must(
    `mutation ($edits: [EditInput!]!) { edit(edits: $edits) { revision } }`,
    { edits: world.seats.map((positionId, n) => ({ promote: { positionId, title: `Chief ${n}`, on: changed } })) },
    url,
  );
  return { ...world, revision: renamed.edit.revision };
}

export const promote = (positionId, title, url) =>
  must(`mutation ($input: PromoteInput!) { promote(input: $input) { revision } }`, { input: { positionId, title } }, url);

export const key = () => randomUUID();

// eventually waits until ok is true.
export async function eventually(what, ok) {
  for (let end = Date.now() + 60_000; !(await ok()); await new Promise((r) => setTimeout(r, 10))) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
  }
}

// line is a way to the server that can be cut. loseAnswers lets requests through, then
// cuts before the answer to the next n of them.
export async function line() {
  const upstream = new URL(server);
  let lost = 0;
  let through = 0;
  const open = new Set();
  const front = http.createServer((request, response) => {
    const lose = request.method === 'POST' && lost > 0;
    if (lose) lost--;
    const headers = { ...request.headers, host: upstream.host };
    const onward = http.request({ host: upstream.hostname, port: upstream.port, path: request.url, method: request.method, headers }, (answer) => {
      if (lose) {
        answer.resume().on('end', () => {
          through++;
          request.socket.destroy();
        });
        return;
      }
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  front.on('upgrade', (request, socket, head) => {
    const onward = net.connect(upstream.port, upstream.hostname, () => {
      const headers = Object.entries({ ...request.headers, host: upstream.host }).map(([k, v]) => `${k}: ${v}`);
      onward.write(`GET ${request.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.on('close', () => onward.destroy());
  });
  front.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise((listening) => front.listen(0, '127.0.0.1', listening));
  const { port } = front.address();
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    socketUrl: `ws://127.0.0.1:${port}/graphql`,
    loseAnswers: (n) => (lost = n),
    lost: () => through,
    cut: () => open.forEach((socket) => socket.destroy()),
    close: () => {
      open.forEach((socket) => socket.destroy());
      front.close();
    },
  };
}

// midnight runs a journey on a server whose clock the test has: pass lets its day end. The
// title of the first seat is "Tomorrow" from then on.
export async function midnight(journey) {
  const url = `${process.env.KITH_CLOCK_URL}graphql`;
  const world = await company(url);
  const { view } = await must('{ view { asOf } }', {}, url);
  const on = new Date(Date.parse(view.asOf) + 86_400_000).toISOString().slice(0, 10);
  await must(`mutation ($input: PromoteInput!) { promote(input: $input) { revision } }`, { input: { positionId: world.seats[0], title: 'Tomorrow', on } }, url);
  await journey(url, world, () => fetch(`${process.env.KITH_CLOCK_URL}pass`, { method: 'POST' }));
}
