// Follows subscriptions with the client of graphql-sse, in the mode that is asked for,
// and prints one line for each thing that it sees.
//
//   node sse.mjs URL distinct|single
import { createClient } from 'graphql-sse';

const [url, mode] = process.argv.slice(2);
let connections = 0;
const client = createClient({
  url,
  singleConnection: mode === 'single',
  retryAttempts: 0,
  on: { connected: () => connections++ },
});

const follow = (query, most = Infinity) =>
  new Promise((resolve) => {
    const seen = [];
    let stop;
    stop = client.subscribe(
      { query },
      {
        next: (value) => {
          if (seen.length === most) return; // was on its way
          seen.push(value);
          if (seen.length === most) {
            stop();
            resolve({ seen, end: 'stopped' });
          }
        },
        error: (error) => resolve({ seen, end: error.response ? `status ${error.response.status}` : String(error) }),
        complete: () => resolve({ seen, end: 'complete' }),
      },
    );
  });

const print = (what, { seen, end }) =>
  console.log(what, seen.map((v) => (v.errors ? v.errors[0].extensions.code : Object.values(v.data)[0]?.number ?? Object.values(v.data)[0])).join(' '), end);

// Three at the same time, one of which is stopped early, and one without end.
const endless = follow('subscription{ticks(every:1){number}}', 3);
const [two, three] = await Promise.all([
  follow('subscription{ticks(count:2,every:1){number}}'),
  follow('subscription{ticks(count:3,every:2){number}}'),
]);
print('two', two);
print('three', three);
print('endless', await endless);
console.log('connections', connections);
print('query', await follow('{echo(text:"line\\nline")}'));
print('refused', await follow('{nope}'));
print('cannot start', await follow('subscription{neverStarts{number}}'));
client.dispose();
