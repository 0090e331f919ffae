-- Every page of a member asks whether they have a role: the indexes that keep roles apart hold a part of them each.
CREATE INDEX member_roles_by_member ON member_roles (member);
