-- Whose name, username or picture changed, and what the generation "faces" was then: a page that was made before shows them
-- as they were. One row for each member who ever changed any of them.
CREATE TABLE member_faces (
  member BIGINT NOT NULL PRIMARY KEY REFERENCES members (id),
  changed BIGINT NOT NULL
);
