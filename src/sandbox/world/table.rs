//! Rows in creation order with an index by id. A removed row leaves its place empty, so page cursors stay true.

use std::collections::HashMap;

use uuid::Uuid;

/// An object with an id.
pub(crate) trait Row {
    fn id(&self) -> Uuid;
}

#[derive(Debug)]
pub(crate) struct Table<T> {
    rows: Vec<Option<T>>,
    index: HashMap<Uuid, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), index: HashMap::new() }
    }
}

impl<T: Row> Table<T> {
    pub(crate) fn push(&mut self, row: T) -> Uuid {
        let id = row.id();
        self.index.insert(id, self.rows.len());
        self.rows.push(Some(row));
        id
    }

    pub(crate) fn get(&self, id: Uuid) -> Option<&T> {
        self.rows.get(*self.index.get(&id)?)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, id: Uuid) -> Option<&mut T> {
        self.rows.get_mut(*self.index.get(&id)?)?.as_mut()
    }

    pub(crate) fn remove(&mut self, id: Uuid) -> Option<T> {
        self.rows.get_mut(self.index.remove(&id)?)?.take()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().flatten()
    }

    /// Rows with their places, from a place on.
    pub(crate) fn numbered_from(&self, first: usize) -> impl Iterator<Item = (usize, &T)> {
        let rows = self.rows.get(first.min(self.rows.len())..).unwrap_or_default();
        rows.iter().enumerate().filter_map(move |(at, row)| Some((first + at, row.as_ref()?)))
    }

    pub(crate) fn len(&self) -> usize {
        self.index.len()
    }
}

macro_rules! rows {
    ($($object:ty => $id:ident),* $(,)?) => {
        $(impl Row for $object { fn id(&self) -> Uuid { self.$id } })*
    };
}

rows! {
    super::System => acs_system_id,
    super::Encoder => acs_encoder_id,
    super::Entrance => acs_entrance_id,
    super::User => acs_user_id,
    super::Identity => user_identity_id,
    super::Credential => acs_credential_id,
    super::Grant => access_grant_id,
    super::Method => access_method_id,
}
