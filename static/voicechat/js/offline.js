// The page for when there is no network: goes back to what was asked for.

const again = () => location.reload();

document.getElementById("again").addEventListener("click", again);
addEventListener("online", again);
