// The GraphQL API: one question at a time, and the feed of commits.

export type Operation<Data, Variables> = { name: string; text: string; readonly __types?: [Data, Variables] };

/** What the API refuses, with the code of the first error. */
export class ApiError extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
  }
}

const address = new URL("../graphql", document.baseURI);

function request(op: Operation<unknown, unknown>, variables: unknown, accept: string, signal?: AbortSignal): Promise<Response> {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: accept },
    body: JSON.stringify({ query: op.text, operationName: op.name, variables }),
    signal: signal ?? null,
  });
}

/** Asks one question; an answer with any error is an ApiError. */
export async function ask<D, V>(op: Operation<D, V>, variables: V, signal?: AbortSignal): Promise<D> {
  const response = await request(op, variables, "application/json", signal);
  const answer = (await response.json()) as { data?: D; errors?: { message: string; extensions?: { code?: string } }[] };
  const first = answer.errors?.[0];
  if (first) throw new ApiError(first.extensions?.code ?? "", first.message);
  if (!answer.data) throw new ApiError("", `the server answered ${response.status}`);
  return answer.data;
}

/** Follows a subscription, again after the last revision seen when the connection ends, until it is aborted. */
export async function follow<D extends { changes: { revision: string } }>(
  op: Operation<D, { after?: string | null }>,
  after: string,
  event: (data: D) => void,
  connected: (yes: boolean) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let wait = 500; !signal.aborted; wait = Math.min(2 * wait, 10_000)) {
    try {
      const response = await request(op, { after }, "text/event-stream", signal);
      if (!response.ok || !response.body) throw new Error(String(response.status));
      connected(true);
      wait = 500;
      for await (const data of events<D>(response.body)) {
        after = data.changes.revision;
        event(data);
      }
    } catch {
      if (signal.aborted) return;
    }
    connected(false);
    await new Promise((done) => setTimeout(done, wait));
  }
}

/** The events of a stream, as data. */
async function* events<D>(body: ReadableStream<Uint8Array>): AsyncGenerator<D> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split(/\r?\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5));
      if (lines.length === 0) continue;
      const payload = JSON.parse(lines.join("\n") || "null") as { data?: D } | null;
      if (payload?.data) yield payload.data;
    }
  }
}
