//! Callbacks received by actix-web.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use bytes::Bytes;
use http::request::Parts;

use crate::shop::Shop;

/// The head of a request, from actix's `http` 0.2 to the `http` 1 of the clients.
pub fn to_http(request: &HttpRequest) -> http::Result<Parts> {
    let mut head = http::Request::builder().method(request.method().as_str()).uri(request.uri().to_string());
    for (name, value) in request.headers() {
        head = head.header(name.as_str(), value.as_bytes());
    }
    Ok(head.body(())?.into_parts().0)
}

/// A response of the clients, back to actix.
pub fn to_actix(response: http::Response<Bytes>) -> HttpResponse {
    let Ok(status) = response.status().as_u16().try_into() else {
        return HttpResponse::InternalServerError().finish();
    };
    let mut answer = HttpResponse::build(status);
    for (name, value) in response.headers() {
        answer.append_header((name.as_str(), value.as_bytes()));
    }
    answer.body(response.into_body())
}

/// The body is taken as bytes: the signature is over them.
async fn receive(shop: web::Data<Shop>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let Ok(head) = to_http(&request) else { return HttpResponse::BadRequest().finish() };
    to_actix(shop.receive(&head.headers, &body).await)
}

/// Serves webhooks at `/bank131`. Await the server, or spawn it.
pub fn serve(shop: web::Data<Shop>, listener: TcpListener) -> io::Result<Server> {
    let app = move || App::new().app_data(shop.clone()).route("/bank131", web::post().to(receive));
    Ok(HttpServer::new(app).workers(1).listen(listener)?.run())
}
