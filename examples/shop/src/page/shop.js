// Reloads the orders only, so that what is being typed is kept.
setInterval(async () => {
  const answer = await fetch('/orders').catch(() => null);
  if (answer?.ok) document.querySelector('.orders').innerHTML = await answer.text();
}, 1000);
