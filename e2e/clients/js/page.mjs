// An application in a page: openApp("identity", {...}), then await callApp("SignUp", {...}).
import * as amplify from "./amplify.mjs";
import { answer } from "./answer.mjs";
import * as identity from "./identity.mjs";

const libraries = { amplify, identity };
let app, typed;

window.openApp = (library, config) => {
  typed = libraries[library].typed;
  app = libraries[library].open(config);
};

window.callApp = (operation, input) => answer(() => app[operation](input), typed);
