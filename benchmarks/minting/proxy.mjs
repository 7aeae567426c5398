// A server as demonstrations of the Realtime API have it: it passes a request on to the provider.

import { createServer } from "node:http";

const { PORT, REALTIME_BASE_URL, OPENAI_API_KEY } = process.env;

async function mint(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = await fetch(`${REALTIME_BASE_URL}/realtime/client_secrets`, {
    method: "POST",
    headers: { Authorization: `Bearer ${OPENAI_API_KEY}`, "Content-Type": "application/json" },
    body: Buffer.concat(chunks),
  });
  response.writeHead(answer.status, { "Content-Type": "application/json" });
  response.end(await answer.text());
}

createServer((request, response) => {
  // A GET asks whether it runs.
  if (request.method === "GET") response.writeHead(204).end();
  else mint(request, response).catch(() => response.writeHead(502).end());
}).listen(Number(PORT), "127.0.0.1");
