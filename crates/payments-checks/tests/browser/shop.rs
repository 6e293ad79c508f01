//! The shop's own site: one page that sends the payer on, and an address to come back to.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Html;
use axum::routing::{any, get};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A site on a free port, until dropped.
pub(crate) struct Shop {
    pub(crate) url: String,
    site: Arc<Site>,
    server: JoinHandle<std::io::Result<()>>,
}

#[derive(Default)]
struct Site {
    page: Mutex<String>,
    returned: Mutex<Option<Bytes>>,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let site = Arc::new(Site::default());
        let app = Router::new()
            .route("/", get(async |State(site): State<Arc<Site>>| Html(site.page.lock().unwrap().clone())))
            .route(
                "/back",
                any(async |State(site): State<Arc<Site>>, body: Bytes| {
                    *site.returned.lock().unwrap() = Some(body);
                    Html("<h1>back in the shop</h1>")
                }),
            )
            .with_state(Arc::clone(&site));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async { axum::serve(listener, app).await });
        Self { url, site, server }
    }

    /// Puts up a page.
    pub(crate) fn show(&self, html: impl Into<String>) {
        *self.site.page.lock().unwrap() = html.into();
    }

    /// Where payers return to.
    pub(crate) fn return_url(&self) -> String {
        format!("{}/back", self.url)
    }

    /// What the payer's browser brought back.
    pub(crate) fn returned(&self) -> Option<Bytes> {
        self.site.returned.lock().unwrap().clone()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.server.abort();
    }
}
