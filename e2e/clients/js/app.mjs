// An application in Node.js: node app.mjs identity|amplify ENDPOINT POOL CLIENT
import { serve } from "./lines.mjs";

const [library, endpoint, poolId, clientId] = process.argv.slice(2);
const { open, typed } = await import(`./${library}.mjs`);
const app = open({ endpoint, poolId, clientId });

await serve((operation, input) => app[operation](input), typed);
