/** What a shopper sees who follows a link that there is not. */
export const NOT_FOUND_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Link not found</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 1.5rem; }
  main { max-width: 32rem; }
</style>
</head>
<body>
<main>
<h1>This link leads nowhere</h1>
<p>It may have been mistyped or cut off. Look at where you found it and try once more.</p>
</main>
</body>
</html>
`;
