// Uses the API as a page does, and reports what it was allowed to its own server.
const api = new URLSearchParams(location.search).get('api') ?? location.origin;
const attempt = async (what) => {
  try {
    return await what();
  } catch {
    return 'refused';
  }
};
const socket = () =>
  new Promise((resolve) => {
    const ws = new WebSocket(api.replace('http', 'ws') + '/graphql', 'graphql-transport-ws');
    ws.onopen = () => ws.send('{"type":"connection_init"}');
    ws.onmessage = (event) => resolve(JSON.parse(event.data).type);
    ws.onerror = () => resolve('refused');
  });
const report = {
  post: await attempt(async () => {
    const answer = await fetch(api + '/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-of-the-page': '1' },
      body: JSON.stringify({ query: '{echo(text:"a")}' }),
    });
    return (await answer.json()).data?.echo ?? String(answer.status);
  }),
  get: await attempt(async () => {
    const answer = await fetch(api + '/graphql?query={echo(text:"b")}');
    return `${(await answer.json()).data?.echo ?? answer.status} ${answer.headers.get('etag') ? 'tagged' : ''}`.trim();
  }),
  put: await attempt(async () => String((await fetch(api + '/graphql/stream', { method: 'PUT' })).status)),
  image: await new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve('shown');
    image.onerror = () => resolve('refused');
    image.src = api + '/dot.svg';
  }),
  socket: await attempt(socket),
};
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
