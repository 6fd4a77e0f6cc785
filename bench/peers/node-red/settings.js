// Node-RED as it comes, without its editor.
module.exports = {
  flowFile: "flows.json",
  httpAdminRoot: false,
  httpNodeRoot: false,
  uiPort: 0,
  credentialSecret: false,
  logging: { console: { level: "info", metrics: false, audit: false } },
};
