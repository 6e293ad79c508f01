//! One call with nothing but reqwest.

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(async {
        let request = reqwest::Client::new().post("https://demo.bank131.ru/api/v1/session/multi/init");
        let request = request.header("content-type", "application/json").header("x-partner-sign", "signature");
        request.body("{}").send().await.unwrap().bytes().await
    });
    println!("{}", answer.unwrap().len());
}
