//! [`Kit`]: one test's house, clock, tree and ways in.

use std::sync::Arc;

use cx::{Actor, Cx, Files, House, Seat, hash_token};
use db::args;
use kernel::{OrgId, OrgPath, Role};
use kit::{App, Routes, Wiring, Words};

use crate::{Client, EngineKind, Prefecture, TestClock, TestDb, tree};

/// One test's world.
#[derive(Debug, Clone)]
pub struct Kit {
    /// The house, over a fresh database with the invented tree.
    pub house: House,
    /// Its clock.
    pub clock: TestClock,
    database: TestDb,
}

impl Kit {
    /// A world with the schema and the invented tree.
    ///
    /// # Panics
    /// If the database cannot be made.
    pub async fn start(engine: EngineKind) -> Self {
        let kit = Self::empty(engine).await;
        let now = kit.house.now();
        kit.house.db.write(move |tx| tree::plant(tx, now)).await.expect("the invented tree is planted");
        kit
    }

    /// A world with the schema and no rows.
    ///
    /// # Panics
    /// If the database cannot be made.
    pub async fn empty(engine: EngineKind) -> Self {
        let database = TestDb::fresh(engine);
        let clock = TestClock::default();
        let zone = jiff::tz::TimeZone::get("Asia/Shanghai").expect("the zone is bundled");
        let files = Files::at(database.folder().join("files"));
        let house = House::new(database.open(), Arc::new(clock.clone()), zone, 1, files)
            .with_key(seal::HouseKey::fresh().expect("randomness"));
        house.db.migrate(schema::MIGRATIONS, house.now()).await.expect("the schema is made");
        Self { house, clock, database }
    }

    /// Writes a prefecture into an empty world.
    ///
    /// # Panics
    /// If it cannot be written.
    pub async fn plant(&self, prefecture: &Prefecture) {
        let (all, now) = (prefecture.clone(), self.house.now());
        let planted: Result<(), db::DbFault> = self.house.db.write(move |tx| all.plant(tx, now)).await;
        planted.expect("the prefecture is planted");
    }

    /// The database under it.
    #[must_use]
    pub fn database(&self) -> TestDb {
        self.database.clone()
    }

    /// Id of the organisation with this key, such as `n1/t1/v1`.
    ///
    /// # Panics
    /// If the tree has no such key.
    #[must_use]
    pub fn org(&self, key: &str) -> OrgId {
        tree::nodes().into_iter().find(|n| n.key == key).expect("a key of the invented tree").id
    }

    /// Place of the organisation with this key.
    ///
    /// # Panics
    /// If the tree has no such key.
    #[must_use]
    pub fn path(&self, key: &str) -> OrgPath {
        tree::nodes().into_iter().find(|n| n.key == key).expect("a key of the invented tree").path
    }

    /// Whoever holds the post of this role there.
    ///
    /// # Panics
    /// If there is no such post.
    #[must_use]
    pub fn actor(&self, key: &str, role: Role) -> Actor {
        let nodes = tree::nodes();
        let person = tree::people(&nodes)
            .into_iter()
            .find(|p| nodes[p.org].key == key && p.role == role)
            .expect("a post of the invented tree");
        let node = &nodes[person.org];
        Actor {
            account: person.account,
            name: format!("{}{}", node.name, role.code()),
            seat: Seat {
                post: person.post,
                title: role.code().to_owned(),
                role,
                org: node.id,
                org_name: node.name.to_owned(),
                path: node.path.clone(),
                leads: nodes.iter().any(|n| tree::parent_key(n.key) == Some(key)),
            },
        }
    }

    /// A context in which that person acts.
    #[must_use]
    pub fn cx(&self, key: &str, role: Role) -> Cx {
        self.cx_of(self.actor(key, role))
    }

    /// A context in which this actor acts.
    #[must_use]
    pub fn cx_of(&self, actor: Actor) -> Cx {
        Cx::new(self.house.clone(), actor, "web", "test".to_owned())
    }

    /// A context of the server's operator.
    #[must_use]
    pub fn operator(&self) -> Cx {
        Cx::new(self.house.clone(), Actor::operator(), "cli", "test".to_owned())
    }

    /// An app of these routes, and a client to it that is not logged in.
    ///
    /// # Panics
    /// If a words file is broken.
    #[must_use]
    pub fn client(&self, routes: &Routes, words: &[&str]) -> Client {
        self.client_to(routes, words, false)
    }

    /// The same over a database of the demo.
    ///
    /// # Panics
    /// If a words file is broken.
    #[must_use]
    pub fn demo_client(&self, routes: &Routes, words: &[&str]) -> Client {
        self.client_to(routes, words, true)
    }

    fn client_to(&self, routes: &Routes, words: &[&str], demo: bool) -> Client {
        let words = Box::leak(Box::new(Words::load(words).expect("the words files are well formed")));
        let app = App::new(Wiring {
            house: self.house.clone(),
            words,
            nav: |_, _| Vec::new(),
            demo,
            secure_cookies: false,
            public_url: None,
            client_address_header: None,
        });
        Client::new(kit::guarded(&app, routes))
    }

    /// Opens a session for that person without a password: the client's next requests are theirs.
    ///
    /// # Panics
    /// If the session cannot be written.
    pub async fn log_in(&self, client: &Client, key: &str, role: Role) -> Client {
        self.log_in_as(client, &self.actor(key, role)).await
    }

    /// The same for any actor that holds a post.
    ///
    /// # Panics
    /// If the session cannot be written.
    pub async fn log_in_as(&self, client: &Client, actor: &Actor) -> Client {
        let (token, csrf) = (cx::fresh_token().expect("randomness"), cx::fresh_token().expect("randomness"));
        let (hash, now) = (hash_token(&token), self.house.now());
        let (account, post, stored) = (actor.account, actor.seat.post, csrf.clone());
        self.house
            .db
            .write(move |tx| {
                tx.exec(
                    "INSERT INTO session (token_hash, account_id, post_id, csrf, agent, created_at, seen_at, until, proved_at) \
                     VALUES ($1, $2, $3, $4, 'test', $5, $5, $6, $5)",
                    args![&hash, account, post, &stored, now, now.plus_ms(86_400_000)],
                )
            })
            .await
            .expect("a session is written");
        client.with_session(&token, &csrf)
    }
}
